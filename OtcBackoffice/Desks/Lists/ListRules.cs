using System.Globalization;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Lists;

/// <summary>A column of a list.</summary>
/// <param name="Name">Its name in addresses, requests and files.</param>
/// <param name="Title">What people call it.</param>
/// <param name="CanSort">Whether the list can be ordered by it.</param>
public sealed record ListColumn(string Name, string Title, bool CanSort)
{
    /// <summary>Whether it holds figures, which stand right.</summary>
    public bool IsFigure { get; init; }

    /// <summary>Whether it is shown until somebody chooses it.</summary>
    public bool IsSpare { get; init; }
}

/// <summary>What a filter takes.</summary>
public enum ListFilterKind
{
    /// <summary>Any text; part of it is enough.</summary>
    Find,

    /// <summary>A whole text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>The id of a record.</summary>
    Id,

    /// <summary>A day or a moment.</summary>
    Time,
}

/// <summary>Something that a list can be cut by.</summary>
/// <param name="Name">Its name in addresses and requests.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Kind">What it takes.</param>
public sealed record ListFilter(string Name, string Title, ListFilterKind Kind)
{
    private const int TextLengthMax = 254;

    /// <summary>The words it takes, for one that takes words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What else its values must be, as a sentence ends, and what tells whether one is; null where the kind says it.</summary>
    public (string Words, Func<string, bool> Is)? Form { get; init; }

    /// <summary>What is wrong with a value, or null.</summary>
    internal string? FaultOf(string value) => Form is { } form && !form.Is(value) ? $"{Name} must be {form.Words}." : Kind switch
    {
        ListFilterKind.Word => Words.Contains(value) ? null : $"{Name} must be one of {string.Join(", ", Words)}.",
        ListFilterKind.Id => Guid.TryParseExact(value, "D", out _) ? null : $"{Name} must be a UUID.",
        ListFilterKind.Time => TimeOf(value) is not null ? null : $"{Name} must be a day or a time as ISO-8601, such as 2026-03-16.",
        _ => value.Length > TextLengthMax ? $"{Name} may have {TextLengthMax} characters at most."
            : value.Contains('\0', StringComparison.Ordinal) ? $"{Name} may not hold the character NUL." : null,
    };

    internal static DateTime? TimeOf(string value) =>
        Domain.Text.ExactTime.TryInstant(value, out var time) ? time
            : Domain.Text.ExactTime.TryDay(value, out var day) ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;

    internal static DateTime? EndOf(string value) =>
        Domain.Text.ExactTime.TryDay(value, out var day) ? Domain.Text.ExactTime.EndOf(day) : TimeOf(value);
}

/// <summary>What a list can be asked: its columns, orders and filters, and how a query about it is read and written.</summary>
public abstract class ListRules
{
    private const string SortField = "sort", PageField = "page", SizeField = "limit", ColumnsField = "columns", CursorField = "cursor";

    /// <summary>Every column, in its usual order.</summary>
    public abstract IReadOnlyList<ListColumn> Columns { get; }

    /// <summary>Every filter.</summary>
    public abstract IReadOnlyList<ListFilter> Filters { get; }

    /// <summary>The column that orders the list unless somebody asks otherwise, with a leading minus when it runs down.</summary>
    public abstract string SortDefault { get; }

    /// <summary>Every name that a request about the list can carry.</summary>
    public IReadOnlyList<string> Asked =>
        [.. Filters.Select(filter => filter.Name), SortField, ColumnsField, PageField, CursorField, SizeField];

    /// <summary>Columns that are shown unless somebody chooses others.</summary>
    public IReadOnlyList<string> ColumnsDefault => [.. Columns.Where(column => !column.IsSpare).Select(column => column.Name)];

    /// <summary>Reads the query of an address; every name in it counts, so that nothing is left out in silence.</summary>
    public ListReading Read(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> query) =>
        Read(query, ListAsk.SizeDefault, isStrict: true);

    /// <summary>Reads a request; names that are not the list's are somebody else's, and without a limit the whole list is meant.</summary>
    public Result<ListReading> Request(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> query, int sizeDefault = ListAsk.SizeWhole)
    {
        var reading = Read(query, sizeDefault, isStrict: false);
        return reading.Faults is [var fault, ..] ? DomainError.Of(ErrorCode.InvalidRequest, fault.Field, fault.Message) : reading;
    }

    /// <summary>The query that leads to the same view again: what is as usual is left out.</summary>
    public string Query(ListAsk ask, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var fields = ask.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal).ToList();
        if (SortText(ask) is var sort && sort != SortDefault)
        {
            fields.Add(new(SortField, sort));
        }
        if (ask.Page > 1)
        {
            fields.Add(new(PageField, ask.Page.ToString(CultureInfo.InvariantCulture)));
        }
        if (ask.Size != ListAsk.SizeDefault)
        {
            fields.Add(new(SizeField, ask.Size.ToString(CultureInfo.InvariantCulture)));
        }
        if (!columns.SequenceEqual(ColumnsDefault))
        {
            fields.Add(new(ColumnsField, string.Join(',', columns)));
        }
        return string.Join('&', fields.Select(field =>
            $"{field.Key}={Uri.EscapeDataString(field.Value).Replace("%2C", ",", StringComparison.Ordinal)}"));
    }

    /// <summary>The order as it is written in a query.</summary>
    public static string SortText(ListAsk ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return ask.IsDescending ? "-" + ask.Sort : ask.Sort;
    }

    private ListReading Read(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> query, int sizeDefault, bool isStrict)
    {
        ArgumentNullException.ThrowIfNull(query);
        var faults = new List<ListFault>();
        var filters = new Dictionary<string, string>(StringComparer.Ordinal);
        var ask = AskOf(SortDefault, 1, sizeDefault);
        IReadOnlyList<string> columns = ColumnsDefault;
        foreach (var (name, values) in query)
        {
            var given = values.Where(value => value.Length > 0).ToList();
            if (given.Count == 0)
            {
                // A form on a page sends what was not filled in; a machine that sends nothing here means something that we cannot know.
                if (!isStrict && (name is PageField or SizeField))
                {
                    faults.Add(new ListFault(name, "", $"{name} is empty. Leave it out, or name a whole number from 1."));
                }
                continue;
            }
            var value = string.Join(',', given);
            string? fault = null;
            switch (name)
            {
                case not ColumnsField when given.Count > 1 && (isStrict || IsOwn(name)):
                    fault = $"{name} was sent more than once.";
                    break;
                case SortField:
                    (ask, fault) = IsSort(value) ? (AskOf(value, ask.Page, ask.Size), null)
                        : (ask, $"sort must be one of {Sorts()}, with a minus before it to run down.");
                    break;
                case PageField or CursorField:
                    (ask, fault) = Whole(value, int.MaxValue / ListAsk.SizeWhole) is { } page ? (ask with { Page = page }, null)
                        : (ask, $"{name} must be a whole number from 1.");
                    break;
                case SizeField:
                    (ask, fault) = Whole(value, ListAsk.SizeMax) is { } size ? (ask with { Size = size }, null)
                        : (ask, $"limit must be a whole number from 1 to {ListAsk.SizeMax}.");
                    break;
                case ColumnsField:
                    (columns, fault) = ColumnsOf(value, columns);
                    break;
                default:
                    fault = Filter(name, value, filters, isStrict);
                    break;
            }
            if (fault is not null)
            {
                faults.Add(new ListFault(name, value, fault));
            }
        }
        // On a page the column that orders the list is always there, so that one sees by what it is ordered.
        IReadOnlyList<string> shown = isStrict && !columns.Contains(ask.Sort) ? [.. columns, ask.Sort] : columns;
        return new ListReading(ask with { Filters = filters }, shown, faults);
    }

    private string? Filter(string name, string value, Dictionary<string, string> filters, bool isStrict)
    {
        if (Filters.FirstOrDefault(one => one.Name == name) is not { } filter)
        {
            return isStrict ? $"This list has nothing of the name {name}." : null;
        }
        if (filter.FaultOf(value) is { } fault)
        {
            return fault;
        }
        filters[name] = value;
        return null;
    }

    private (IReadOnlyList<string> Columns, string? Fault) ColumnsOf(string value, IReadOnlyList<string> before)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal).ToList();
        var known = names.Where(name => Columns.Any(column => column.Name == name)).ToList();
        var fault = known.Count == names.Count && known.Count > 0 ? null
            : $"columns is a list of {string.Join(", ", Columns.Select(column => column.Name))}.";
        return (known.Count == 0 ? before : known, fault);
    }

    private bool IsOwn(string name) =>
        name is SortField or PageField or CursorField or SizeField || Filters.Any(filter => filter.Name == name);

    private bool IsSort(string text) =>
        Columns.Any(column => column.CanSort && column.Name == text.TrimStart('-')) && text.LastIndexOf('-') <= 0;

    private string Sorts() => string.Join(", ", Columns.Where(column => column.CanSort).Select(column => column.Name));

    private static ListAsk AskOf(string sort, int page, int size) => new(sort.TrimStart('-'), sort.StartsWith('-'), page, size);

    private static int? Whole(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most ? value : null;
}

/// <summary>The same for rows of one kind: also what each column says of a row.</summary>
public abstract class ListRules<TView> : ListRules
{
    /// <summary>What a column says of a row, as text without dress; what files hold.</summary>
    public abstract string TextOf(string column, TView row);
}
