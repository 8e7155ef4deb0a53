using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// How a desk runs one kind of stored command again. Each desk registers its own, so that approving writes through the
/// method that the maker called and nothing else.
/// </summary>
public interface ICommandReplay
{
    /// <summary>What it runs.</summary>
    ApprovalOperation Operation { get; }

    /// <summary>What the maker must still be permitted.</summary>
    Permission Permission { get; }

    /// <summary>What the record looks like now, in the text that was stored with the command; null when it is gone.</summary>
    Task<string?> VersionAsync(DeskWork work, Guid entityId, CancellationToken cancellation);

    /// <summary>Runs the command in the checker's transaction; <see cref="DeskWork.Actor"/> is the maker.</summary>
    Task<Result<Unit>> RunAsync(DeskWork work, Guid entityId, string payload, CancellationToken cancellation);
}
