using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Api.Staff;

/// <summary>Maps of CSV files as they go over the wire.</summary>
internal static class MapRequests
{
    /// <summary>The map that is asked for; what is not named stays as it was.</summary>
    public static Result<CsvMap> Read(CsvMapRequest asked, CsvMap? before)
    {
        var map = before ?? new CsvMap();
        if ((asked.Delimiter is { Length: not 1 } ? "delimiter" : asked.Decimal is { Length: not 1 } ? "decimal"
            : asked.Thousands is { Length: > 1 } ? "thousands" : null) is { } field)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must be one character.");
        }
        return map with
        {
            Delimiter = asked.Delimiter?[0] ?? map.Delimiter,
            Decimal = asked.Decimal?[0] ?? map.Decimal,
            Thousands = asked.Thousands is null ? map.Thousands : asked.Thousands.Length == 0 ? null : asked.Thousands[0],
            DateFormat = asked.DateFormat ?? map.DateFormat,
            Encoding = asked.Encoding is { Length: 0 } ? null : asked.Encoding ?? map.Encoding,
            HasHeader = asked.HasHeader ?? map.HasHeader,
            IsInverted = asked.IsInverted ?? map.IsInverted,
            Columns = asked.Columns is { } columns ? columns.ToColumns() : map.Columns,
        };
    }

    public static object Shape(CsvMapView view) => new
    {
        view.Id, view.Name, Delimiter = view.Map.Delimiter.ToString(), Decimal = view.Map.Decimal.ToString(),
        Thousands = view.Map.Thousands?.ToString(), view.Map.DateFormat, view.Map.Encoding,
        view.Map.HasHeader, view.Map.IsInverted,
        Columns = view.Map.Columns.Mapped.ToDictionary(column => column.Name, column => column.Heading), ChangedAt = view.ChangedAtUtc,
    };
}

/// <summary>How a bank writes CSV.</summary>
internal sealed record CsvMapRequest
{
    public string? Name { get; init; }
    public string? Delimiter { get; init; }
    public string? Decimal { get; init; }
    public string? Thousands { get; init; }
    public string? DateFormat { get; init; }
    public string? Encoding { get; init; }
    public bool? HasHeader { get; init; }
    public bool? IsInverted { get; init; }
    public CsvColumnsRequest? Columns { get; init; }
}

/// <summary>Which column is what, by its heading or its number.</summary>
internal sealed record CsvColumnsRequest
{
    public string? Date { get; init; }
    public string? ValueDate { get; init; }
    public string? Amount { get; init; }
    public string? Credit { get; init; }
    public string? Debit { get; init; }
    public string? Direction { get; init; }
    public string? Currency { get; init; }
    public string? Reference { get; init; }
    public string? CounterpartyName { get; init; }
    public string? CounterpartyAccount { get; init; }
    public string? Text { get; init; }
    public string? Balance { get; init; }
    public string? BankReference { get; init; }

    public CsvColumns ToColumns() => new()
    {
        Date = Given(Date), ValueDate = Given(ValueDate), Amount = Given(Amount), Credit = Given(Credit), Debit = Given(Debit),
        Direction = Given(Direction), Currency = Given(Currency),
        Reference = Given(Reference), CounterpartyName = Given(CounterpartyName), CounterpartyAccount = Given(CounterpartyAccount),
        Text = Given(Text), Balance = Given(Balance), BankReference = Given(BankReference),
    };

    private static string? Given(string? heading) => string.IsNullOrWhiteSpace(heading) ? null : heading.Trim();
}
