using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// The merchant's declaration beside what the document says. The viewer looks every fact up when the document is open and
/// writes into the last column whether it found it; pressing there shows the place.
/// </summary>
public sealed partial class ProofCheck : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;

    private bool HasFile => Deposit.ProofFileId is not null;

    private IReadOnlyList<Fact> Facts =>
    [
        new("Amount", $"{Deposit.FiatCurrency} {AmountText.Group(Deposit.FiatAmount)}", ProofWords.Amount(Deposit.FiatAmount)),
        new("Currency", Deposit.FiatCurrency, Deposit.FiatCurrency),
        Text("Reference", Deposit.PaymentReference),
        new("Value date", Deposit.TransferDate?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "—", Deposit.TransferDate is { } date ? ProofWords.Date(date) : null),
        Text("Sender", Deposit.SenderAccountName),
        Text("Account ends in", Deposit.SenderAccountNumberLast4),
        Text("Bank", Deposit.SenderBankName),
    ];

    private static Fact Text(string field, string? declared) => string.IsNullOrWhiteSpace(declared) ? new(field, "—", null) : new(field, declared, declared);

    private sealed record Fact(string Field, string Declared, string? Wanted);
}
