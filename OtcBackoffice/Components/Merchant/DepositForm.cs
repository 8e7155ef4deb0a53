using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Merchant;

/// <summary>What the three tabs hold while they are being filled in. All text: the desk reads it strictly and says what is wrong.</summary>
public sealed partial class DepositForm
{
    public string FiatAmount { get; set; } = "";

    public string FiatCurrency { get; set; } = "";

    public string Payout { get; set; } = "USDT tron";

    public string SenderAccountName { get; set; } = "";

    public string SenderBankName { get; set; } = "";

    public string SenderAccountNumberLast4 { get; set; } = "";

    public string WalletId { get; set; } = "";

    public string PaymentReference { get; set; } = "";

    public DateOnly? TransferDate { get; set; }

    public string Asset => Payout.Split(' ')[0];

    public string Network => Payout.Split(' ')[^1];

    /// <summary>Takes over what the desk has.</summary>
    public void Fill(DepositView deposit)
    {
        FiatAmount = deposit.FiatAmount;
        FiatCurrency = deposit.FiatCurrency;
        Payout = $"{deposit.RequestedAsset} {deposit.RequestedNetwork}";
        SenderAccountName = deposit.SenderAccountName ?? "";
        SenderBankName = deposit.SenderBankName ?? "";
        SenderAccountNumberLast4 = deposit.SenderAccountNumberLast4 ?? "";
        WalletId = deposit.ToWalletId?.ToString() ?? "";
        PaymentReference = deposit.PaymentReference ?? "";
        TransferDate = deposit.TransferDate;
    }

    /// <summary>The amount without what only groups its thousands; anything that could be read in two ways stays as it is typed.</summary>
    internal static string Plain(string typed)
    {
        var text = typed.Trim();
        return Grouped().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal) : text;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\A[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\z|\A[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?\z")]
    private static partial System.Text.RegularExpressions.Regex Grouped();

    /// <summary>The first tab as a command.</summary>
    public DraftDeposit ToDraft() => new()
    {
        Method = "bank",
        FiatAmount = Plain(FiatAmount),
        FiatCurrency = FiatCurrency,
        RequestedAsset = Asset,
        RequestedNetwork = Network,
        SenderAccountName = SenderAccountName,
        SenderBankName = SenderBankName,
        SenderAccountNumberLast4 = SenderAccountNumberLast4,
        ToWalletId = Guid.TryParse(WalletId, out var wallet) ? wallet : null,
    };
}
