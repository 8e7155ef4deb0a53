using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>
/// The keys of order notices: which there are, and their rotation by age or by an admin. From a rotation on the new key signs;
/// the old one is announced beside it for the overlap, for receivers that still hold notices under it.
/// </summary>
public sealed class NoticeKeyDesk(DeskTransaction transaction, DeskGate gate, INoticeSigner signer, DeskSettings settings,
    TimeProvider clock)
{
    private static readonly Actor Keeper = Actor.System("notice_keys");

    /// <summary>The key that signs now, as PEM, and nothing else; open to anybody.</summary>
    public string CurrentPem => Announced()[0].PublicKeyPem;

    /// <summary>Every key that a receiver may meet, the one that signs now first; open to anybody.</summary>
    public IReadOnlyList<NoticeKey> Announced() => signer.Keys(clock.UtcNowMillis());

    /// <summary>The same for staff.</summary>
    public async Task<Result<IReadOnlyList<NoticeKey>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return Announced().ToList();
    }

    /// <summary>Replaces the key now.</summary>
    public async Task<Result<IReadOnlyList<NoticeKey>>> RotateAsync(string? reason, CancellationToken cancellation)
    {
        var current = Announced()[0];
        var noted = await transaction.RunAsync<DateTime>(new DeskCommand(Permission.BlockTradeEdit),
            (work, _) => Note(work, current, reason), cancellation);
        return Done(noted, current);
    }

    /// <summary>Replaces a key that is too old; answers how many were.</summary>
    public async Task<int> KeepAsync(CancellationToken cancellation)
    {
        var current = Announced()[0];
        if (clock.UtcNowMillis() < current.MadeAtUtc.AddDays(settings.NoticeKeyDays))
        {
            return 0;
        }
        var noted = await transaction.RunAsAsync<DateTime>(Keeper, new DeskCommand(null), (work, _) => Note(work, current, "The key has reached its age."), cancellation);
        return Done(noted, current).IsSuccess ? 1 : 0;
    }

    // Written down first: a rotation that nobody can see in the record must not be, and one that did not come about is asked for again.
    private static Task<Result<DateTime>> Note(DeskWork work, NoticeKey current, string? reason)
    {
        work.Audit(new AuditNote("notice_key.rotate", "notice_key", current.KeyId) { Reason = reason,
            Changes = new { Replaced = current.KeyId, current.MadeAtUtc } });
        return Task.FromResult<Result<DateTime>>(work.Now);
    }

    private Result<IReadOnlyList<NoticeKey>> Done(Result<DateTime> noted, NoticeKey current)
    {
        if (noted.Failed(out var refused))
        {
            return refused;
        }
        signer.Rotate(current.KeyId, noted.Value, TimeSpan.FromDays(settings.NoticeKeyOverlapDays));
        return Announced().ToList();
    }
}
