using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;

namespace OtcBackoffice.Desks.Lists;

/// <summary>What orders and filters of a list may look at beside its rows.</summary>
/// <param name="Db">The database that is read.</param>
/// <param name="Now">The time of the reading.</param>
internal sealed record ListMoment(BackofficeDbContext Db, DateTime Now);

/// <summary>
/// How a list of database rows is ordered, cut and shown. Everything is done by the database, and every order ends with the
/// row's own key, so that two readings of one page never differ and no row falls between two pages. Rows without a value
/// come last either way: the two databases disagree about where they stand.
/// </summary>
/// <typeparam name="TRow">The row in the database.</typeparam>
/// <typeparam name="TView">The row as it is shown.</typeparam>
internal sealed class ListShape<TRow, TView>(string sortDefault, Func<IOrderedQueryable<TRow>, bool, IOrderedQueryable<TRow>> thenByKey)
    : ListRules<TView>
    where TRow : class
{
    private readonly List<ListColumn> _columns = [];
    private readonly List<ListFilter> _filters = [];
    private readonly Dictionary<string, Func<TView, string?>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<IQueryable<TRow>, ListMoment, bool, IOrderedQueryable<TRow>>> _orders =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, ListMoment, Expression<Func<TRow, bool>>>> _cuts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyList<ListColumn> Columns => _columns;

    /// <inheritdoc/>
    public override IReadOnlyList<ListFilter> Filters => _filters;

    /// <inheritdoc/>
    public override string SortDefault => sortDefault;

    /// <summary>A list with one key.</summary>
    public static ListShape<TRow, TView> By<TKey>(string sortDefault, Expression<Func<TRow, TKey>> key) =>
        new(sortDefault, (rows, isDescending) => isDescending ? rows.ThenByDescending(key) : rows.ThenBy(key));

    /// <inheritdoc/>
    public override string TextOf(string column, TView row) => _texts[column](row) ?? "";

    /// <summary>A moment as files write it.</summary>
    public static string? Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number as files write it.</summary>
    public static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column that the list cannot be ordered by.</summary>
    public ListShape<TRow, TView> Show(string name, string title, Func<TView, string?> text, bool isSpare = false)
    {
        _columns.Add(new ListColumn(name, title, CanSort: false) { IsSpare = isSpare });
        _texts[name] = text;
        return this;
    }

    /// <summary>A column of figures that the list cannot be ordered by, such as rates, which are exact text.</summary>
    public ListShape<TRow, TView> ShowFigure(string name, string title, Func<TView, string?> text)
    {
        _columns.Add(new ListColumn(name, title, CanSort: false) { IsFigure = true });
        _texts[name] = text;
        return this;
    }

    /// <summary>A column with its order.</summary>
    public ListShape<TRow, TView> Column<TKey>(
        string name, string title, Func<TView, string?> text, Expression<Func<TRow, TKey>> key, bool isFigure = false,
        bool isSpare = false) =>
        ColumnAt(name, title, text, _ => key, isFigure, isSpare);

    /// <summary>A column whose order looks beyond the row.</summary>
    public ListShape<TRow, TView> ColumnAt<TKey>(
        string name, string title, Func<TView, string?> text, Func<ListMoment, Expression<Func<TRow, TKey>>> key, bool isFigure = false,
        bool isSpare = false)
    {
        _columns.Add(new ListColumn(name, title, CanSort: true) { IsFigure = isFigure, IsSpare = isSpare });
        _texts[name] = text;
        _orders[name] = (rows, at, isDescending) =>
        {
            var by = key(at);
            if (default(TKey) is not null)
            {
                return isDescending ? rows.OrderByDescending(by) : rows.OrderBy(by);
            }
            var isMissing = Expression.Lambda<Func<TRow, bool>>(Expression.Equal(by.Body, Expression.Constant(null, typeof(TKey))),
                by.Parameters);
            var filled = rows.OrderBy(isMissing);
            return isDescending ? filled.ThenByDescending(by) : filled.ThenBy(by);
        };
        return this;
    }

    /// <summary>A filter; the value has been checked for its kind, and for the form that it must have besides.</summary>
    public ListShape<TRow, TView> Filter(string name, string title, ListFilterKind kind,
        Func<string, ListMoment, Expression<Func<TRow, bool>>> cut, (string Words, Func<string, bool> Is)? form = null)
    {
        _filters.Add(new ListFilter(name, title, kind) { Form = form });
        _cuts[name] = cut;
        return this;
    }

    /// <summary>A filter that finds part of a text; upper and lower case are the same.</summary>
    public ListShape<TRow, TView> Find(string title, Func<string, ListMoment, Expression<Func<TRow, bool>>> cut) =>
        Filter("find", title, ListFilterKind.Find, (value, at) => cut(value.ToLowerInvariant(), at));

    /// <summary>A filter by a few words.</summary>
    public ListShape<TRow, TView> Words(string name, string title, IReadOnlyList<string> words,
        Func<string, ListMoment, Expression<Func<TRow, bool>>> cut)
    {
        _filters.Add(new ListFilter(name, title, ListFilterKind.Word) { Words = words });
        _cuts[name] = cut;
        return this;
    }

    /// <summary>A filter by an id.</summary>
    public ListShape<TRow, TView> Id(string name, string title, Func<Guid, ListMoment, Expression<Func<TRow, bool>>> cut) =>
        Filter(name, title, ListFilterKind.Id, (value, at) => cut(Guid.ParseExact(value, "D"), at));

    /// <summary>The filters <c>from</c> and <c>to</c> over a moment; the second is the first moment that is no longer
    /// wanted, and a date there means the whole of that day.</summary>
    public ListShape<TRow, TView> Between(Func<DateTime, Expression<Func<TRow, bool>>> from,
        Func<DateTime, Expression<Func<TRow, bool>>> to) =>
        Filter("from", "From (UTC)", ListFilterKind.Time, (value, _) => from(ListFilter.TimeOf(value)!.Value))
            .Filter("to", "Until (UTC)", ListFilterKind.Time, (value, _) => to(ListFilter.EndOf(value)!.Value));

    /// <summary>One page of the rows, and how many there are.</summary>
    public async Task<ListPage<TRow>> CutAsync(IQueryable<TRow> rows, ListAsk ask, ListMoment at, CancellationToken cancellation)
    {
        var cut = ask.Filters.Aggregate(rows, (narrowed, filter) => narrowed.Where(_cuts[filter.Key](filter.Value, at)));
        var total = await cut.CountAsync(cancellation);
        var page = await Ordered(cut, ask, at).Skip((ask.Page - 1) * ask.Size).Take(ask.Size).ToListAsync(cancellation);
        return new ListPage<TRow>(page, total, ask);
    }

    private IOrderedQueryable<TRow> Ordered(IQueryable<TRow> rows, ListAsk ask, ListMoment at) =>
        thenByKey(_orders[ask.Sort](rows, at, ask.IsDescending), ask.IsDescending);
}
