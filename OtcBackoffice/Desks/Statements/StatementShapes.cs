using System.Text.Json;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Rows of statements as they are shown, and lines as they are kept.</summary>
internal static class StatementShapes
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.General);

    public static StatementView View(BankStatementRow row, string accountName) => new(
        row.Id, row.ImportId, row.AccountId, accountName, row.Format, row.Kind == StatementKind.Booked, row.BankId, row.Number,
        row.Currency, row.FromDay, row.ToDay,
        row.OpeningMinor is { } opening ? StatementAmount.Format(opening, row.Currency) : null, row.ClosingMinor is { } closing
            ? StatementAmount.Format(closing, row.Currency) : null,
        Names.TryParse<StatementStatus>(row.Status, out var status) ? status : StatementStatus.DoesNotContinue, row.Sentence, row.Lines,
            row.ImportedAtUtc, row.ImportedBy, row.ImportedByName, row.AcceptReason);

    public static StatementEntryView View(StatementEntryRow row) => new(
        row.Id, row.LineNumber, StatementAmount.Format(row.AmountMinor, row.Currency), row.Currency, row.BookingDate, row.ValueDate,
        row.Reference, row.BankReference, row.EndToEndId,
        row.CounterpartyName, row.CounterpartyAccount, row.Text, row.Status, row.IsReversal, row.Explanation, row.ReceiptId,
        Children(row).ConvertAll(child => new LineChildView(
            StatementAmount.Format(child.Minor, row.Currency), child.Reference, child.EndToEndId, child.CounterpartyName,
                child.CounterpartyAccount)), row.Raw);

    public static List<LineChild> Children(StatementEntryRow row) =>
        row.Children is null ? [] : JsonSerializer.Deserialize<List<LineChild>>(row.Children, Plain) ?? [];

    public static StatementEntryRow Row(Guid id, BankStatementRow statement, StatementEntry line, string fingerprint, string identity) =>
        new()
    {
        Id = id,
        StatementId = statement.Id,
        AccountId = statement.AccountId,
        LineNumber = line.Number,
        AmountMinor = line.Minor,
        Currency = line.Currency,
        BookingDate = line.BookingDate,
        ValueDate = line.ValueDate,
        Status = line.Status,
        IsReversal = line.IsReversal,
        Reference = line.Reference,
        BankReference = line.BankReference,
        EndToEndId = line.EndToEndId,
        CounterpartyName = line.CounterpartyName,
        CounterpartyAccount = line.CounterpartyAccount,
        Text = line.Text,
        Explanation = line.Explanation,
        Children = line.Children.Count == 0 ? null : JsonSerializer.Serialize(line.Children, Plain),
        Raw = line.Raw.ToArray(),
        Fingerprint = fingerprint,
        Identity = identity,
    };
}
