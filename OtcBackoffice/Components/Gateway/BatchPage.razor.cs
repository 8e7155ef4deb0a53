using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>One batch of withdrawals: what its rows came to, and the one decision about all of them.</summary>
public sealed partial class BatchPage : DeskPage<GatewayBatchView>
{
    private const int RowsShown = 200;

    private string? _asking, _refusal;
    private string _reason = "";

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private GatewayBatchDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayBatch.Kind.Queue];

    private string? Blocked => May(Permission.GatewayDecide) ? null : "Your role does not decide about withdrawals.";

    /// <inheritdoc/>
    protected override Task<Result<GatewayBatchView>> ReadAsync(CancellationToken cancellation) => Desk.GetAsync(Id, cancellation);

    private void Ask(string verb) => (_asking, _refusal, _reason) = (verb, null, "");

    private void Close() => _asking = null;

    private async Task DecideAsync()
    {
        if (_asking == "Reject")
        {
            var rejected = await Desk.RejectAsync(Id, _reason, Gone);
            await EndAsync(rejected.Failed(out var why) ? why : null, "rejected.");
            return;
        }
        var approved = await StepUp.RunAsync(() => Desk.ApproveAsync(Id, Gone));
        await EndAsync(approved.Failed(out var refused) ? refused : null,
            approved is { IsSuccess: true, Value.Waiting: not null } ? "waits for a second person." : "approved.");
    }

    private async Task EndAsync(DomainError? refused, string done)
    {
        _refusal = refused?.Message;
        if (refused is null)
        {
            Notices.Done($"{Load!.Batch.HumanId} {done}");
            _asking = null;
            await ReloadAsync();
        }
    }
}
