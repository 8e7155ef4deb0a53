using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>One withdrawal of the gateway, and the desk's word on it.</summary>
public sealed partial class GatewayWithdrawalPage : DeskPage<GatewayWithdrawalView>
{
    private RecordWorkView? _work;
    private string? _asking, _refusal;
    private string _reason = "";

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private GatewayWithdrawalDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayWithdrawal.Kind.Queue];

    private string? Blocked => May(Permission.GatewayDecide) ? null : "Your role does not decide about withdrawals.";

    /// <inheritdoc/>
    protected override Task<Result<GatewayWithdrawalView>> ReadAsync(CancellationToken cancellation) => Desk.GetAsync(Id, cancellation);

    private string Of(string member) => (string)Load!.Body[member]!;

    private void Ask(string verb) => (_asking, _refusal, _reason) = (verb, null, "");

    private void Close() => _asking = null;

    private void KeepWork(RecordWorkView work) => _work = work;

    private async Task HoldAsync()
    {
        var held = Load!.AssigneeUserId is null ? await Desk.ClaimAsync(Id, Gone) : await Desk.ReleaseAsync(Id, Gone);
        if (held.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        await ReloadAsync();
    }

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
            Notices.Done($"{Load!.HumanId} {done}");
            _asking = null;
            await ReloadAsync();
        }
    }
}
