using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>The desk's own accounts: two at banks, the till at the mobile money operator, and the treasury's wallets.</summary>
internal static class DemoAccounts
{
    /// <summary>The numbers of the demo's accounts, as a statement names them.</summary>
    public const string KesNumber = "0100200300400", EurIban = "DE75512108001245126199", Till = "174379";

    public static void Add(DeskWork work, IChainNode chain, Guid by)
    {
        (string Kind, string Currency, string Number, bool IsIban, string Name, string? Bic)[] accounts =
        [
            ("bank", "KES", KesNumber, false, "Equity Bank KES", "EQBLKENA"),
            ("bank", "EUR", EurIban, true, "Demo Bank EUR", "SOGEDEFF"),
            ("mpesa", "KES", Till, false, "M-Pesa till", null),
            .. new[] { (Network.Tron, "USDT"), (Network.Ethereum, "USDC") }.Select(one =>
                ("wallet", Asset.Find(one.Item2, one.Item1.Code)!.Code.Text, chain.TreasuryAddress(one.Item1.Code), false,
                    $"Treasury {one.Item1.DisplayName}", (string?)null)),
        ];
        foreach (var one in accounts)
        {
            work.Db.DeskAccounts.Add(new DeskAccount
            {
                Id = work.NewId(), Kind = one.Kind, Currency = one.Currency, Number = one.Number,
                PlainNumber = string.Concat(one.Number.Where(char.IsLetterOrDigit)).ToUpperInvariant(), IsIban = one.IsIban,
                Name = one.Name, Bic = one.Bic, IsActive = true, CreatedAtUtc = work.Now, CreatedBy = by,
            });
        }
    }
}
