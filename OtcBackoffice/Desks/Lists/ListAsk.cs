namespace OtcBackoffice.Desks.Lists;

/// <summary>How somebody wants to see a list: in which order, cut by what, and which page of it.</summary>
/// <param name="Sort">The column it is ordered by.</param>
/// <param name="IsDescending">Whether the order runs down.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Size">Rows of a page.</param>
public sealed record ListAsk(string Sort, bool IsDescending, int Page, int Size)
{
    /// <summary>Rows of a page on the console unless chosen otherwise, and the sizes that can be chosen there.</summary>
    public const int SizeDefault = 25;

    /// <summary>Rows that a program gets when it asks for no page.</summary>
    public const int SizeWhole = 1_000;

    /// <summary>Rows of a page at most.</summary>
    public const int SizeMax = 200;

    /// <summary>What can be chosen on the console.</summary>
    public static readonly IReadOnlyList<int> Sizes = [10, 25, 50];

    /// <summary>What the list is cut by: the names of filters and their values.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>();
}

/// <summary>A page of a list.</summary>
/// <param name="Rows">Its rows in their order.</param>
/// <param name="Total">Rows of all pages together, after filters.</param>
/// <param name="Ask">What was asked.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Rows, int Total, ListAsk Ask)
{
    /// <summary>How many pages there are, at least one.</summary>
    public int Pages => Math.Max(1, (Total + Ask.Size - 1) / Ask.Size);

    /// <summary>The same page with rows of another shape.</summary>
    public ListPage<TOther> With<TOther>(IReadOnlyList<TOther> rows) => new(rows, Total, Ask);
}

/// <summary>What was understood of an address or a request, and a sentence for each thing that was not.</summary>
/// <param name="Ask">What was understood.</param>
/// <param name="Columns">The columns to show, in their order.</param>
/// <param name="Faults">What was left out, and why.</param>
public sealed record ListReading(ListAsk Ask, IReadOnlyList<string> Columns, IReadOnlyList<ListFault> Faults);

/// <summary>Something in a query that was not understood.</summary>
public sealed record ListFault(string Field, string Value, string Message);
