using System.Text.Json;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Runs stored commands about deposits again, each through the method that its maker called.</summary>
internal sealed class DepositReplay(
    ApprovalOperation operation, Permission permission, Func<DeskWork, Guid, string, CancellationToken, Task<DomainError?>> run) : ICommandReplay
{
    public ApprovalOperation Operation => operation;

    public Permission Permission => permission;

    public static ICommandReplay Confirm(DepositDesk desk) => new DepositReplay(ApprovalOperation.DepositConfirm, Permission.DepositDecide,
        async (work, id, _, token) => Fault(await desk.ConfirmAsync(work, id, null, token)));

    public static ICommandReplay Credit(DepositDesk desk) => OfCredit(ApprovalOperation.DepositCredit, desk);

    public static ICommandReplay Override(DepositDesk desk) => OfCredit(ApprovalOperation.CreditOverride, desk);

    public static ICommandReplay PayoutWallet(DepositDesk desk) => new DepositReplay(ApprovalOperation.PayoutWalletChange, Permission.DepositRedirect,
        async (work, id, payload, token) => Fault(await desk.ChangePayoutAsync(work, id, Read<PayoutChange>(payload), token)));

    public async Task<string?> VersionAsync(DeskWork work, Guid entityId, CancellationToken cancellation) =>
        await work.FindDepositAsync(entityId, cancellation) is { } deposit ? DepositCases.VersionOf(deposit) : null;

    public async Task<Result<Unit>> RunAsync(DeskWork work, Guid entityId, string payload, CancellationToken cancellation) =>
        await run(work, entityId, payload, cancellation) is { } refused ? refused : Unit.Done;

    private static DepositReplay OfCredit(ApprovalOperation operation, DepositDesk desk) => new DepositReplay(operation, Permission.DepositCredit,
        async (work, _, payload, token) => Fault(await desk.CreditAsync(work, Read<CreditDeposit>(payload), token)));

    private static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, DeskJson.Options)!;

    private static DomainError? Fault<T>(Result<T> result) => result.Failed(out var refused) ? refused : null;
}
