using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// How a desk runs one kind of stored command again. Each desk registers its own, so that approving writes through the
/// method that the maker called and nothing else.
/// </summary>
/// <param name="Operation">What it runs.</param>
/// <param name="Permission">What the maker must still be permitted.</param>
/// <param name="VersionAsync">What the record looks like now, in the text that was stored with the command; null when it is gone.</param>
/// <param name="RunAsync">Runs the command in the checker's transaction, as its maker; answers the refusal, or null.</param>
public sealed record CommandReplay(
    ApprovalOperation Operation, Permission Permission, Func<DeskWork, Guid, CancellationToken, Task<string?>> VersionAsync,
    Func<DeskWork, Guid, string, CancellationToken, Task<DomainError?>> RunAsync)
{
    /// <summary>
    /// What must be asked outside before the command runs again, with the record's id and the stored command: the far side may
    /// take its time, and the transaction may not.
    /// </summary>
    public Func<Guid, string, CancellationToken, Task>? BeforeAsync { get; init; }

    /// <summary>A command as it was stored.</summary>
    public static TCommand Read<TCommand>(string payload) => JsonSerializer.Deserialize<TCommand>(payload, DeskJson.Options)!;

    /// <summary>A replay of commands that are kept as <typeparamref name="TCommand"/>.</summary>
    public static CommandReplay Of<TCommand, TDone>(
        ApprovalOperation operation, Permission permission, Func<DeskWork, Guid, CancellationToken, Task<string?>> version,
        Func<DeskWork, Guid, TCommand, CancellationToken, Task<Result<TDone>>> run) =>
            new(operation, permission, version, async (work, id, payload, token) =>
            (await run(work, id, Read<TCommand>(payload), token)).Failed(out var refused) ? refused : null);
}
