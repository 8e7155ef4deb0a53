using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>A part of the address that was not understood, and what it should have been.</summary>
public sealed record QueueFault(string Field, string Value, string Message);

/// <summary>How a queue is cut, ordered and drawn, as its address says it. What is not understood is said, never dropped in
/// silence.</summary>
public sealed record QueueAddress
{
    /// <summary>The sizes of a page.</summary>
    public static readonly IReadOnlyList<int> Sizes = [50, 100, 200, 500];

    /// <summary>The columns that can be left out, with their headings, in their order.</summary>
    public static readonly IReadOnlyList<(string Name, string Title)> Columns =
    [
        ("merchant", "Merchant"), ("fiat", "Fiat in"), ("pays", "Pays out"), ("network", "Network"), ("method", "Method"), ("due", "Due"),
            ("proof", "Proof"),
        ("bank", "Bank line"), ("flags", "Flags"), ("waiting", "Waiting"), ("held", "Held by"),
    ];

    private static readonly string[] Known =
        ["view", "status", "sort", "rows", "merchant", "currency", "network", "min", "max", "from", "to", "assignee", "flag", "cols",
            "cursor", "find"];

    // The names that an address may have as well.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["ccy"] = "currency", ["q"] = "find" };

    private static readonly HashSet<string> Usual = [.. Columns.Select(column => column.Name).Where(name => name != "waiting")];

    public QueueView View { get; init; } = QueueView.All[0];

    public QueueSort Sort { get; init; }

    public bool Ascending { get; init; }

    public int Rows { get; init; } = 50;

    public Guid? MerchantId { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>Only this status, whichever the view has.</summary>
    public DepositStatus? Status { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public Guid? AssigneeId { get; init; }

    public QueueFlag? Flag { get; init; }

    public string? Find { get; init; }

    public string? Cursor { get; init; }

    public IReadOnlySet<string> Shown { get; init; } = Usual;

    /// <summary>What was not understood.</summary>
    public IReadOnlyList<QueueFault> Faults { get; init; } = [];

    /// <summary>The parts of the address that were understood, by name.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>The filters in force: name and value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Filters => Parts.Where(part =>
        part.Key is "merchant" or "currency" or "min" or "max" or "from" or "to" or "assignee" or "flag" or "status"
            or "network");

    /// <summary>Reads a query; <paramref name="me"/> is who <c>assignee=me</c> stands for.</summary>
    public static QueueAddress Read(string query, Guid me)
    {
        var reader = new Reader(query);
        var view = reader.One("view", text => QueueView.All.FirstOrDefault(one => one.Key == text),
            $"one of {string.Join(", ", QueueView.All.Select(one => one.Key))}") ?? QueueView.All[0];
        var sort = reader.Value("sort", ReadSort, "due, created or amount, with - before it for the other way round") ?? (view.Sort,
            view.OldestFirst);
        var shown = reader.One("cols", ReadColumns, $"some of {string.Join(", ", Columns.Select(column => column.Name))}");
        return new QueueAddress
        {
            View = view,
            Sort = sort.Item1,
            Ascending = sort.Item2,
            Rows = reader.Value<int>("rows", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
                && Sizes.Contains(rows) ? rows : null, $"one of {string.Join(", ", Sizes)}") ?? 50,
            MerchantId = reader.Value<Guid>("merchant", text => Guid.TryParse(text, out var id) ? id : null, "a merchant's id"),
            Currency = reader.One("currency", text => text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null,
                "three letters, such as KES"),
            Network = reader.One("network", text => Domain.Catalog.Network.Find(text)?.Code, "a network, such as tron"),
            Status = reader.Value<DepositStatus>("status", text => Names.TryParse<DepositStatus>(text, out var status) ? status : null,
                $"one of {string.Join(", ", Enum.GetValues<DepositStatus>().Select(Names.Snake))}"),
            Min = reader.Value<decimal>("min", ReadAmount, "an amount in plain digits"),
            Max = reader.Value<decimal>("max", ReadAmount, "an amount in plain digits"),
            From = reader.Value<DateOnly>("from", ReadDay, "a day as yyyy-MM-dd"),
            To = reader.Value<DateOnly>("to", ReadDay, "a day as yyyy-MM-dd"),
            AssigneeId = reader.Value<Guid>("assignee", text => text == "me" ? me : Guid.TryParse(text, out var id) ? id : null,
                "me, or a person's id"),
            Flag = reader.Value<QueueFlag>("flag", text => Names.TryParse<QueueFlag>(text.Replace(' ', '_').Replace('-', '_'),
                out var flag) ? flag : null,
                $"one of {string.Join(", ", Enum.GetValues<QueueFlag>().Select(Names.Snake))}"),
            Cursor = reader.One("cursor", text => text, ""),
            Find = reader.One("find", text => text.Trim(), ""),
            Shown = shown ?? Usual,
            Faults = reader.Faults,
            Parts = reader.Understood,
        };
    }

    /// <summary>The address with some parts changed, from the first page on; null takes a part out.</summary>
    public string With(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var parts = Parts.Where(part => part.Key != "cursor").ToDictionary(part => part.Key, part => (string?)part.Value,
            StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            parts[name] = value;
        }
        var kept = Known.Where(name => parts.GetValueOrDefault(name) is { Length: > 0 }).Select(name => KeyValuePair.Create(name,
            parts[name]));
        return QueryHelpers.AddQueryString("/deposits", kept);
    }

    /// <summary>The address as a saved view keeps it: without where a page starts.</summary>
    public string Query => With().Split('?', 2) is [_, var query] ? query : "";

    /// <summary>What a column's heading leads to: its own order, or the other way round when it is in force.</summary>
    public string SortHref(QueueSort sort) => With(("sort", (Sort == sort && Ascending ? "-" : "") + Names.Snake(sort)));

    /// <summary>The order of a column for assistive technology, or null.</summary>
    public string? AriaSort(QueueSort sort) => Sort != sort ? null : Ascending ? "ascending" : "descending";

    private static (QueueSort, bool)? ReadSort(string text) =>
        Names.TryParse<QueueSort>(text.TrimStart('-'), out var sort) ? (sort, !text.StartsWith('-')) : null;

    private static HashSet<string>? ReadColumns(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(name => Columns.Any(column => column.Name == name)) ? [.. names] : null;
    }

    private static decimal? ReadAmount(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private sealed class Reader
    {
        private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

        public Reader(string query)
        {
            foreach (var (given, values) in QueryHelpers.ParseQuery(query))
            {
                var name = Aliases.GetValueOrDefault(given, given);
                if (!Known.Contains(name))
                {
                    Faults.Add(new QueueFault(name, values.ToString(), "the queue has nothing of that name"));
                }
                else if (values.Count > 1)
                {
                    Faults.Add(new QueueFault(name, values.ToString(), "was given more than once"));
                }
                else if (!string.IsNullOrWhiteSpace(values[0]))
                {
                    _given[name] = values[0]!;
                }
            }
        }

        public List<QueueFault> Faults { get; } = [];

        public Dictionary<string, string> Understood { get; } = new(StringComparer.Ordinal);

        public T? One<T>(string name, Func<string, T?> read, string expected)
            where T : class => Read(name, text => read(text) is { } value ? (true, value) : (false, null), expected);

        public T? Value<T>(string name, Func<string, T?> read, string expected)
            where T : struct => Read<T?>(name, text => read(text) is { } value ? (true, value) : (false, null), expected);

        private T? Read<T>(string name, Func<string, (bool, T?)> read, string expected)
        {
            if (!_given.TryGetValue(name, out var text))
            {
                return default;
            }
            var (isRead, value) = read(text);
            if (isRead)
            {
                Understood[name] = text;
                return value;
            }
            Faults.Add(new QueueFault(name, text, $"should be {expected}"));
            return default;
        }
    }
}
