using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// Keeps names apart within a kind of record. One folded key is one name, however it is spelt, and is refused; a name that only
/// looks like another is taken, and marked for whoever reviews it.
/// </summary>
internal static class NameBook
{
    /// <summary>The kinds whose names are unique.</summary>
    public const string Merchants = "merchant", SubMerchants = "sub_merchant";

    // No key holds it: the gate refuses controls. It parts the key from the id where older rows share a key.
    private const char Parted = '\u0001';

    /// <summary>Takes a name for a record, in place of the one that it had; answers the mark, or the refusal that the caller
    /// gives.</summary>
    public static async Task<Result<string>> TakeAsync(DeskWork work, string kind, Guid entityId, string name, DomainError taken,
        CancellationToken cancellation)
    {
        var (key, skeleton) = (NameKey.Of(name), NameKey.SkeletonOf(name));
        if (await work.Db.NameKeys.AnyAsync(row => row.Kind == kind && row.Key == key && row.EntityId != entityId, cancellation))
        {
            return taken;
        }
        var likes = await work.Db.NameKeys.AsNoTracking()
            .Where(row => row.Kind == kind && row.Skeleton == skeleton && row.EntityId != entityId && row.Key != key)
            .OrderBy(row => row.Key).Select(row => row.EntityId).Take(3).ToListAsync(cancellation);
        var mark = likes.Count == 0 ? "" : $"looks like {string.Join(", ", await NamesAsync(work, kind, likes, cancellation))}";
        work.Db.NameKeys.RemoveRange(await work.Db.NameKeys.Where(row => row.EntityId == entityId && row.Kind == kind && row.Key != key)
            .ToListAsync(cancellation));
        if (await work.Db.NameKeys.FirstOrDefaultAsync(row => row.Kind == kind && row.Key == key, cancellation) is { } own)
        {
            (own.Skeleton, own.Mark) = (skeleton, mark.Length == 0 ? null : mark);
        }
        else
        {
            work.Db.NameKeys.Add(new NameKeyRow { Kind = kind, Key = key, Skeleton = skeleton, EntityId = entityId,
                Mark = mark.Length == 0 ? null : mark });
        }
        return mark;
    }

    /// <summary>Enters the records that were there before the book, and the demo's. Of two older names with one key both stay.</summary>
    public static async Task<int> EnterAsync(DeskWork work, CancellationToken cancellation)
    {
        var merchants = await work.Db.Merchants.AsNoTracking().Where(row => !work.Db.NameKeys.Any(one => one.EntityId == row.Id))
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
        var subMerchants = await work.Db.SubMerchants.AsNoTracking().Where(row => !work.Db.NameKeys.Any(one => one.EntityId == row.Id))
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
        foreach (var (kind, rows) in new[] { (Merchants, merchants), (SubMerchants, subMerchants) })
        {
            var known = await work.Db.NameKeys.Where(row => row.Kind == kind).Select(row => row.Key).ToHashSetAsync(cancellation);
            foreach (var row in rows)
            {
                var key = NameKey.Of(row.Name);
                key = known.Add(key) ? key : $"{key}{Parted}{row.Id:N}";
                work.Db.NameKeys.Add(new NameKeyRow { Kind = kind, Key = key, Skeleton = NameKey.SkeletonOf(row.Name), EntityId = row.Id });
            }
        }
        return merchants.Count + subMerchants.Count;
    }

    private static Task<List<string>> NamesAsync(DeskWork work, string kind, List<Guid> ids, CancellationToken cancellation) =>
        kind == Merchants
        ? work.Db.Merchants.Where(row => ids.Contains(row.Id)).OrderBy(row => row.Name).Select(row => row.Name).ToListAsync(cancellation)
        : work.Db.SubMerchants.Where(row => ids.Contains(row.Id)).OrderBy(row => row.Name).Select(row => row.Name)
        .ToListAsync(cancellation);
}
