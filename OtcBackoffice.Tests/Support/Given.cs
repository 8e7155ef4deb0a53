using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Tests.Support;

/// <summary>Builds domain objects for tests; a test says only what matters to it.</summary>
internal static class Given
{
    public static readonly DateTime Now = new(2026, 3, 31, 9, 0, 0, DateTimeKind.Utc);

    public static readonly DeskLimits Limits =
        new(OfficerCapUsdCents: 1_000_000, ToleranceBps: 10, FourEyesUsdCents: 100_000, ClaimLeaseSeconds: 900);

    public static readonly Asset Usdt = Asset.Find("USDT", "tron")!;

    public static readonly Guid MerchantId = Guid.Parse("0195e000-0000-7000-8000-000000000001");

    public static FiatCurrency Currency(string code = "KES", int digits = 2) =>
        FiatCurrency.Create(Guid.NewGuid(), code, code, digits, 1, true, Now).Value;

    public static ActorStanding Person(params Role[] roles) =>
        new(new Actor(Guid.NewGuid(), ActorKind.Person, "somebody"), RoleSet.Of(roles), null, "Somebody");

    public static PricingProfile Profile(int feeBps = 25, int spreadBps = 40, FeeType type = FeeType.Percentage, long fixedMinor = 0,
        long? min = null, long? max = null) => PricingProfile.Create(
        Guid.NewGuid(), new PricingProfileTerms("profile", Scope, type, fixedMinor, feeBps, min, max, spreadBps, SettlementSide.Merchant,
            true), Now).Value;

    public static FxQuote Quote(string reference = "129.50", int? spreadBps = 40, DateTime? expires = null) => FxQuote.Create(
        Guid.NewGuid(), new FxQuoteTerms(Scope, Rate.TryParse(reference, out var rate) ? rate : default, null, spreadBps, "test", expires,
            true), Now).Value;

    public static PricingScope Scope => new(FlowType.B2b, OtcType.Deposit, Usdt.Code.Text, "KES");

    /// <summary>A deposit in the given status; priced ones are priced at 129.50 with 40 bps spread and 25 bps fee.</summary>
    public static Deposit Deposit(DepositStatus status = DepositStatus.Draft, long fiatMinor = 100_000_00, ActorStanding? confirmer = null,
        DateTime? quoteExpires = null, bool hasPayout = true)
    {
        var draft = new DepositDraft(DepositMethod.Bank, Currency(), fiatMinor, Usdt, null, null,
            new DepositSender("Acacia Traders", "1234", "Equity", "Kisumu"));
        var deposit = Open(draft, hasPayout);
        if (status == DepositStatus.Draft)
        {
            return deposit;
        }
        if (status == DepositStatus.Abandoned)
        {
            Assert.True(deposit.Abandon(Now).IsSuccess);
            return deposit;
        }
        var price = PriceBreakdown.FiatIn(Profile(), Quote(), fiatMinor, 2, 6).Value;
        deposit.PriceWith(new DepositPrice(Guid.NewGuid(), Guid.NewGuid(), quoteExpires, price), Usdt, hasPayout ? Payout : null, Now);
        if (status == DepositStatus.Priced)
        {
            return deposit;
        }
        deposit.AttachProof(new DepositProof(Guid.NewGuid(), "advice.pdf", 2_000, new string('a', 64)), Now);
        Assert.True(deposit.Submit("FT-1", new DateOnly(2026, 3, 31), null, null, Now).IsSuccess);
        if (status == DepositStatus.Pending)
        {
            return deposit;
        }
        if (status == DepositStatus.Rejected)
        {
            Assert.True(deposit.Reject(Person(Role.Treasury), "no wire arrived", null, Now).IsSuccess);
            return deposit;
        }
        Assert.True(deposit.Confirm(confirmer ?? Person(Role.Treasury), Limits, Now).IsSuccess);
        if (status == DepositStatus.Credited)
        {
            Assert.True(deposit.ProposeCredit(Person(Role.Treasury), Credit(deposit), Limits, Now).IsSuccess);
            Assert.True(deposit.Settle(Guid.NewGuid(), Now).IsSuccess);
        }
        return deposit;
    }

    public static CreditRequest Credit(Deposit deposit, long? amountMinor = null, string? reason = null) =>
        new(Guid.NewGuid(), amountMinor ?? deposit.RequestedCryptoMinor!.Value, Usdt, reason);

    public static TreasuryWallet TreasuryWallet(params Guid[] signers) =>
        OtcBackoffice.Domain.Treasury.TreasuryWallet.Create(Guid.NewGuid(), "Treasury", "tron", "T-treasury", 2, signers, Now);

    public static PayoutTarget Payout => new(Guid.Parse("0195e000-0000-7000-8000-000000000002"), "TKdakcKprU369iUgPa5z2q65MqDEkmHyRx");

    private static Deposit Open(DepositDraft draft, bool hasPayout) =>
        OtcBackoffice.Domain.Deposits.Deposit.Open(Guid.NewGuid(), 1001, MerchantId, Guid.NewGuid(), draft, hasPayout ? Payout : null, null,
            Now).Value;
}
