using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Integrators;

/// <summary>The errors that a key met in the last days, grouped: for its merchant and for staff.</summary>
public sealed partial class KeyErrorsPage : DeskPage<IReadOnlyList<KeyErrorView>>
{
    /// <summary>The key.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private KeyLogDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override Task<Result<IReadOnlyList<KeyErrorView>>> ReadAsync(CancellationToken cancellation) => Desk.ErrorsAsync(Id,
        cancellation);

    private string RequestsOf(KeyErrorView error) =>
        $"/credentials/{Id}/requests?code={Uri.EscapeDataString(error.Code)}" + (error.Endpoint.Length == 0 ? ""
            : $"&endpoint={Uri.EscapeDataString(error.Endpoint)}");
}
