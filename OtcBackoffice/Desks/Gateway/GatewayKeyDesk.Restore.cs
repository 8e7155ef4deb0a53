using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>How far a desk had come in giving out addresses.</summary>
/// <param name="Keys">Its extended public keys.</param>
/// <param name="Numbers">The numbers of the sandbox's own key, for each chain family.</param>
public sealed record AddressesGivenOut(IReadOnlyList<KeyGivenOut> Keys, IReadOnlyDictionary<string, long> Numbers);

/// <summary>How far one key had come.</summary>
/// <param name="Chain">Its network.</param>
/// <param name="ExtendedPublicKey">The key.</param>
/// <param name="Next">The next index.</param>
/// <param name="Paid">The highest index that was paid; -1 while none was.</param>
public sealed record KeyGivenOut(string Chain, string ExtendedPublicKey, long Next, long Paid);

/// <summary>Addresses after a restore.</summary>
public sealed partial class GatewayKeyDesk
{
    /// <summary>
    /// After a backup was put in place, or the set before it was put back: no address that was given out since is given out again. Where
    /// the desk that is replaced can say how far it had come, each key goes on from there, and a key that this set does not know is kept
    /// as a replaced one, so that nobody begins it anew; where it cannot, the keys are closed, and payments wait for new ones. Answers
    /// how many were closed.
    /// </summary>
    public Task<Result<int>> AfterRestoreAsync(AddressesGivenOut? replaced, CancellationToken cancellation) =>
        transaction.RunAsAsync<int>(Actor.System("restore"), new DeskCommand(null), async (work, token) =>
        {
            var all = await work.Db.GatewayKeys.ToListAsync(token);
            var closed = 0;
            foreach (var key in all.Where(row => row.Status != GatewayKeyStatus.Replaced))
            {
                if (replaced is null)
                {
                    key.Replace();
                    Record(work, key, "close");
                    closed++;
                }
                else if (replaced.Keys.FirstOrDefault(one => one.Chain == key.Chain
                    && one.ExtendedPublicKey == key.ExtendedPublicKey) is { } seen
                    && (seen.Next > key.NextIndex || seen.Paid > key.LastPaidIndex))
                {
                    work.Session.Queue(
                        "UPDATE gateway_keys SET next_index = CASE WHEN next_index < @p1 THEN @p1 ELSE next_index END, "
                        + "last_paid_index = CASE WHEN last_paid_index < @p2 THEN @p2 ELSE last_paid_index END WHERE id = @p0", key.Id,
                            seen.Next, seen.Paid);
                    Record(work, key, "go_on");
                }
            }
            foreach (var seen in (replaced?.Keys ?? []).Where(one => !all.Exists(key => key.Chain == one.Chain
                && key.ExtendedPublicKey == one.ExtendedPublicKey)))
            {
                var unknown = GatewayKey.GivenOutElsewhere(work.NewId(), seen.Chain, seen.ExtendedPublicKey, seen.Next, seen.Paid,
                    work.Now);
                work.Db.GatewayKeys.Add(unknown);
                Record(work, unknown, "keep");
            }
            foreach (var (name, last) in replaced?.Numbers ?? new Dictionary<string, long>())
            {
                work.Session.Queue(
                    "INSERT INTO number_sequences (name, last_number) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET last_number = "
                    + "CASE WHEN number_sequences.last_number > @p1 THEN number_sequences.last_number ELSE @p1 END", name, last);
            }
            return closed;
        }, cancellation);
}
