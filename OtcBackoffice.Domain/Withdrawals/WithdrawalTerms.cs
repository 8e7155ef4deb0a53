using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Domain.Withdrawals;

/// <summary>What a merchant asks for.</summary>
/// <param name="Asset">The asset that is given.</param>
/// <param name="Currency">The currency that is received; active at the time of asking.</param>
/// <param name="FromWalletId">The custodial wallet that it comes from, or null.</param>
/// <param name="Payout">Where the fiat goes.</param>
public sealed record WithdrawalWish(Asset Asset, FiatCurrency Currency, Guid? FromWalletId, FiatPayout Payout);

/// <summary>Where the fiat of a withdrawal goes.</summary>
/// <param name="Method">How it is paid.</param>
/// <param name="BankAccount">The account, for a bank wire.</param>
/// <param name="BankName">The bank, for a bank wire.</param>
/// <param name="PhoneNumber">The phone, for M-Pesa.</param>
public sealed record FiatPayout(PayoutMethod Method, string? BankAccount, string? BankName, string? PhoneNumber);

/// <summary>The numbers that a withdrawal was priced with; kept for ever.</summary>
/// <param name="ProfileId">The pricing profile.</param>
/// <param name="FxQuoteId">The FX quote.</param>
/// <param name="Price">The conversion taken apart; its asset amount is what is locked.</param>
public sealed record WithdrawalPrice(Guid ProfileId, Guid FxQuoteId, PriceBreakdown Price);
