using System.Text;

namespace OtcBackoffice.Domain.Errors;

/// <summary>The kind of each code and its spelling on the wire.</summary>
public static class ErrorCodes
{
    /// <summary>What the code means to a caller; exhaustive, so a new code does not compile without a kind.</summary>
    public static ErrorKind Kind(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest or ErrorCode.IdempotencyKeyInvalid or ErrorCode.IdempotencyKeyRequired
            or ErrorCode.InvalidCursor or ErrorCode.InvalidRequestId => ErrorKind.Invalid,
        ErrorCode.Unauthenticated or ErrorCode.WrongEnvironment => ErrorKind.Unauthenticated,
        ErrorCode.Forbidden or ErrorCode.NotASigner or ErrorCode.PolicyRefused or ErrorCode.StepUpRequired
            or ErrorCode.SecondFactorRequired => ErrorKind.Forbidden,
        ErrorCode.NotFound or ErrorCode.MethodNotAllowed or ErrorCode.OrderNotFound or ErrorCode.WalletNotFound => ErrorKind.NotFound,
        ErrorCode.ConcurrentChange or ErrorCode.ClaimedByAnother or ErrorCode.NotClaimed or ErrorCode.CurrencyExists
            or ErrorCode.WalletExists or ErrorCode.ProposalOpen or ErrorCode.AmountDiffers or ErrorCode.NoDifference
                or ErrorCode.PaymentNotReceived or ErrorCode.AlreadySigned or ErrorCode.ProposalInvalidated
            or ErrorCode.IdempotencyKeyInFlight or ErrorCode.CurrencyInUse or ErrorCode.ApprovalStale or ErrorCode.PersonExists
            or ErrorCode.PeriodClosed or ErrorCode.AlreadyTaken or ErrorCode.TransactionAlreadyUsed or ErrorCode.ReceiptDiffers
                or ErrorCode.ReceiptUsed
            or ErrorCode.DecisionHeld => ErrorKind.Conflict,
        ErrorCode.WrongState or ErrorCode.NotCancellable => ErrorKind.WrongState,
        ErrorCode.ProofTooLarge or ErrorCode.BodyTooLarge or ErrorCode.StatementTooLarge => ErrorKind.TooLarge,
        ErrorCode.ProofNotPdf or ErrorCode.UnsupportedMediaType => ErrorKind.UnsupportedMedia,
        ErrorCode.InvalidAmount or ErrorCode.CurrencyNotActive or ErrorCode.AssetUnknown or ErrorCode.PricingProfileNotFound
            or ErrorCode.FxQuoteNotFound or ErrorCode.PricingMismatch or ErrorCode.QuoteExpired or ErrorCode.AmountTooSmall
            or ErrorCode.WalletNotUsable or ErrorCode.PayoutWalletMissing or ErrorCode.AddressInvalid or ErrorCode.ProofMissing
            or ErrorCode.ProofUnknown or ErrorCode.ProofTooSmall or ErrorCode.ProofRefused or ErrorCode.ProofDiffers
                or ErrorCode.AssigneeNotEligible
            or ErrorCode.NotionalUnknown or ErrorCode.InsufficientFunds or ErrorCode.IdempotencyKeyReused
            or ErrorCode.WebhookTargetRefused or ErrorCode.PasswordRefused or ErrorCode.PersonProtected or ErrorCode.LinkNotValid
            or ErrorCode.ProofOfPersonRefused
            or ErrorCode.SourceNotFound or ErrorCode.SourceWrongCurrency or ErrorCode.SourceInactive or ErrorCode.DestinationNotFound
            or ErrorCode.DestinationNoUsdcAddress or ErrorCode.SourceWalletNotFound or ErrorCode.SourceWalletNoUsdc
                or ErrorCode.SourceWalletInsufficient
            or ErrorCode.DestinationAccountNotFound or ErrorCode.DestinationAccountWrongCurrency or ErrorCode.DestinationAccountInactive
            or ErrorCode.SourceInsufficientFunds or ErrorCode.SideMismatch or ErrorCode.RateStale or ErrorCode.RateHeld
            or ErrorCode.PriceMoved or ErrorCode.MarketClosed or ErrorCode.LimitExceeded
            or ErrorCode.PaymentMethodNotUsable or ErrorCode.SubMerchantNotUsable
            or ErrorCode.TransactionUnknown or ErrorCode.TransactionFailed or ErrorCode.TransactionWrongAsset
                or ErrorCode.TransactionWrongAddress
            or ErrorCode.TransactionWrongAmount or ErrorCode.TransactionWrongPayer or ErrorCode.TransactionTooOld
                or ErrorCode.ReceiptExceeded
            or ErrorCode.CustomerLimitExceeded or ErrorCode.CustomerNotVerified or ErrorCode.ScreeningHit
            or ErrorCode.TravelRuleIncomplete or ErrorCode.EvidenceRepeated or ErrorCode.ProofNotRead => ErrorKind.Unprocessable,
        ErrorCode.AboveOfficerCap or ErrorCode.OutsideTolerance or ErrorCode.SecondPersonRequired
            or ErrorCode.MakerMayNotCheck => ErrorKind.NeedsSecondPerson,
        ErrorCode.RateLimited => ErrorKind.RateLimited,
        ErrorCode.LedgerHalted or ErrorCode.Unavailable or ErrorCode.Draining or ErrorCode.DatabaseUnavailable or ErrorCode.DatabaseReadOnly
            or ErrorCode.NodeClock or ErrorCode.StoreUnavailable or ErrorCode.StoreCorrupt or ErrorCode.InternalError
                or ErrorCode.QuoteUnavailable or ErrorCode.BalanceUnavailable
            or ErrorCode.ScreeningUnavailable => ErrorKind.Unavailable,
    };

    /// <summary>The code as surfaces spell it, for example <c>WRONG_STATE</c>.</summary>
    public static string Wire(this ErrorCode code) => Spelling[(int)code];

    private static readonly string[] Spelling = Enum.GetNames<ErrorCode>().Select(ToUpperSnake).ToArray();

    private static string ToUpperSnake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
