using MudBlazor;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// The library's grid, which asks for its rows only after it was drawn once without any. Here the page has read them
/// already, so they are asked for before: the first paint has its rows, and the circuit draws the same ones.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class PrimedGrid<T> : MudDataGrid<T>
{
    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await ReloadServerData();
    }
}
