using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace OtcBackoffice.Components.Shared;

/// <summary>Ctrl+K: one field that leads to every page and record the person may open.</summary>
public sealed partial class CommandPalette : ComponentBase, IDisposable
{
    private CancellationTokenSource _search = new();

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private PaletteSource Source { get; set; } = default!;

    private string Query { get; set; } = "";

    private IReadOnlyList<PaletteEntry> Entries { get; set; } = [];

    public void Dispose()
    {
        _search.Cancel();
        _search.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Entries = Source.Pages("", await UserAsync());
    }

    private async Task SearchAsync(ChangeEventArgs change)
    {
        var query = change.Value as string ?? "";
        await _search.CancelAsync();
        _search.Dispose();
        _search = new CancellationTokenSource();
        var cancellation = _search.Token;

        // The browser's limit on the field can be bypassed, so the text is cut here as well.
        Query = query.Length <= PaletteSource.LengthMax ? query : query[..PaletteSource.LengthMax];
        var user = await UserAsync();
        var pages = Source.Pages(Query, user);
        try
        {
            var records = await Source.RecordsAsync(Query, user, cancellation);
            if (!cancellation.IsCancellationRequested)
            {
                Entries = [.. records, .. pages];
            }
        }
        catch (OperationCanceledException)
        {
            // The next letter has started its own search; its answer is the one to show.
        }
    }

    private async Task<ClaimsPrincipal> UserAsync() => Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
}
