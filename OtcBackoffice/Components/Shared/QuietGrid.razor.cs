using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// A list that people look things up in: ordered, cut, turned and taken away. The desk does all of that in the database;
/// the grid draws the page that it answered. What is chosen stands in the address, so that a link opens the same view and
/// going back undoes a choice. Cells are plain markup, because every component costs a circuit some kilobytes.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed partial class QuietGrid<T> : ComponentBase
{
    private const int ValueLengthMax = 60;

    private PrimedGrid<T>? _grid;
    private ListPage<T>? _drawn;
    private string _columnsKey = "";
    private bool _isTurning;

    /// <summary>The list's name, as its file and its elements are called, such as <c>users</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>What it holds, for people who do not see it: "People, by name".</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What can be asked.</summary>
    [Parameter]
    [EditorRequired]
    public ListRules<T> Rules { get; set; } = default!;

    /// <summary>What was understood of the address, and the page that was answered to it.</summary>
    [Parameter]
    [EditorRequired]
    public QuietLoad<T> Load { get; set; } = default!;

    /// <summary>What is said when the list holds nothing at all.</summary>
    [Parameter]
    public string Empty { get; set; } = "Nothing here yet.";

    /// <summary>How cells are drawn; without it they are their text.</summary>
    [Parameter]
    public RenderFragment<QuietCell<T>>? Cell { get; set; }

    /// <summary>What can be done with a row.</summary>
    [Parameter]
    public RenderFragment<T>? Actions { get; set; }

    /// <summary>What stands beside the count.</summary>
    [Parameter]
    public RenderFragment? Foot { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Id => "list-" + Name;

    private string Path => new Uri(Navigation.Uri).AbsolutePath;

    private ListReading Asked => Load.Asked;

    private ListPage<T> Page => Load.Page;

    private ListFilter? Find => Rules.Filters.FirstOrDefault(filter => filter.Kind == ListFilterKind.Find);

    private List<ListFilter> Cuts => [.. Rules.Filters.Where(filter => filter.Kind != ListFilterKind.Find)];

    private IEnumerable<ListColumn> Shown => Asked.Columns.Select(name => Rules.Columns.First(column => column.Name == name));

    private ListAsk Bare => Asked.Ask with { Page = 1, Filters = new Dictionary<string, string>() };

    // A size that came by the address stands among the usual ones.
    private IEnumerable<int> Sizes => ListAsk.Sizes.Append(Asked.Ask.Size).Distinct().Order();

    private Dictionary<string, object> TableAttributes =>
        new() { ["data-rows"] = "", ["aria-label"] = Label, ["aria-rowcount"] = Page.Total + 1 };

    private string CountText => Page.Total == 0 ? "None"
        : Page.Rows.Count == 0 ? $"{Page.Total} in all"
        : $"{(Asked.Ask.Page - 1) * Asked.Ask.Size + 1} to {(Asked.Ask.Page - 1) * Asked.Ask.Size + Page.Rows.Count} of {Page.Total}";

    private Dictionary<string, string> ExportFields
    {
        get
        {
            var fields = new Dictionary<string, string>(Asked.Ask.Filters, StringComparer.Ordinal)
            {
                ["sort"] = ListRules.SortText(Asked.Ask),
                ["columns"] = string.Join(',', Asked.Columns),
            };
            return fields;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _columnsKey = string.Join(',', Asked.Columns);
        if (ReferenceEquals(_drawn, Page))
        {
            return;
        }
        var isFirst = _drawn is null;
        (_drawn, _isTurning) = (Page, false);
        if (!isFirst && _grid is not null)
        {
            await _grid.ReloadServerData();
        }
    }

    private static string Words(string word) => word.Replace('_', ' ');

    private static string Short(string value) => value.Length <= ValueLengthMax ? value : value[..ValueLengthMax] + "…";

    private string Value(string filter) => Asked.Ask.Filters.GetValueOrDefault(filter, "");

    private string TitleOf(string filter) => Rules.Filters.First(one => one.Name == filter).Title;

    // A moment that came by a link is no day; it stays the text that it is.
    private bool IsDay(ListFilter filter) =>
        filter.Kind == ListFilterKind.Time
            && (Value(filter.Name) is ""
            || DateOnly.TryParseExact(Value(filter.Name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private ListAsk Without(string filter) =>
        Asked.Ask with { Page = 1,
            Filters = Asked.Ask.Filters.Where(one => one.Key != filter).ToDictionary(one => one.Key, one => one.Value) };

    private string? SortOf(ListColumn column) => column.Name != Asked.Ask.Sort ? null : Asked.Ask.IsDescending ? "descending" : "ascending";

    private bool IsHeld(string column) => column == Asked.Ask.Sort;

    private Task<GridData<T>> AnswerAsync(GridState<T> state, CancellationToken cancellation) =>
        Task.FromResult(new GridData<T> { Items = Page.Rows, TotalItems = Page.Rows.Count });

    private RenderFragment Draw(T row, string column) => Cell is null
        ? builder => builder.AddContent(0, Rules.TextOf(column, row))
        : Cell(new QuietCell<T>(row, column, Rules.TextOf(column, row)));

    // What a form of the list does not ask goes along as it is; the page begins anew.
    private RenderFragment Kept(params string[] but) => builder =>
    {
        foreach (var pair in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(
            Rules.Query(Asked.Ask with { Page = 1 }, Asked.Columns)).Where(pair => !but.Contains(pair.Key)))
        {
            builder.OpenElement(0, "input");
            builder.SetKey(pair.Key);
            builder.AddAttribute(1, "type", "hidden");
            builder.AddAttribute(2, "name", pair.Key);
            builder.AddAttribute(3, "value", pair.Value.ToString());
            builder.CloseElement();
        }
    };

    private string Address(ListAsk ask, IReadOnlyList<string>? columns = null)
    {
        var query = Rules.Query(ask, columns ?? Asked.Columns);
        return query.Length == 0 ? Path : $"{Path}?{query}";
    }

    private void Go(ListAsk ask, IReadOnlyList<string>? columns = null)
    {
        _isTurning = true;
        Navigation.NavigateTo(Address(ask, columns));
    }

    // The first press orders upwards, the next one turns it round.
    private void Sort(ListColumn column) =>
        Go(Asked.Ask with { Page = 1, Sort = column.Name, IsDescending = column.Name == Asked.Ask.Sort && !Asked.Ask.IsDescending });

    private void Turn(int pages) => Go(Asked.Ask with { Page = Math.Min(Asked.Ask.Page + pages, Page.Pages) });

    private void Resize(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            Go(Asked.Ask with { Page = 1, Size = size });
        }
    }

    // Columns keep the order of the list, whatever order they are ticked in.
    private void Toggle(string column)
    {
        var chosen = Asked.Columns.Contains(column) ? Asked.Columns.Where(one => one != column) : Asked.Columns.Append(column);
        Go(Asked.Ask, [.. chosen.OrderBy(name => Rules.Columns.TakeWhile(one => one.Name != name).Count())]);
    }
}
