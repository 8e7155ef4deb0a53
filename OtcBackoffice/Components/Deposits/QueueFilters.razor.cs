using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>The filters of the queue as a form whose address is the cut.</summary>
public sealed partial class QueueFilters : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public QueueAddress Asked { get; set; } = new();

    /// <summary>The merchants and people that can be named, or null before they were read.</summary>
    [Parameter]
    public QueueNames? Names { get; set; }

    // What is no field of the form stays as it is.
    private IEnumerable<KeyValuePair<string, string>> Kept => Asked.Parts.Where(part => part.Key is "view" or "sort" or "rows" or "cols");

    private string Cleared => ClearedOf(Asked);

    /// <summary>The address without any filter, in the same view and order.</summary>
    internal static string ClearedOf(QueueAddress asked) => asked.With(("merchant", null), ("currency", null), ("min", null), ("max", null), ("from", null), ("to",
        null), ("assignee", null), ("flag", null), ("network", null), ("status", null));

    private static string WordOf(QueueFlag flag) => Domain.Lifecycles.Names.Snake(flag);

    private string? Part(string name) => Asked.Parts.GetValueOrDefault(name);
}
