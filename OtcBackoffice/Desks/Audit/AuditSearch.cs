using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Desks.Audit;

/// <summary>
/// Reads what somebody looks for in the audit record. A name, record or word that stands for nothing is refused and named: an
/// empty list would say that nothing happened.
/// </summary>
internal static class AuditSearch
{
    private const int PeopleMax = 200;

    public static async Task<Result<IQueryable<AuditRow>>> NarrowAsync(BackofficeDbContext db, AuditFilter filter,
        CancellationToken cancellation)
    {
        IQueryable<AuditRow> rows = db.Audit;
        if (filter.Actor is { Length: > 0 } actor)
        {
            var people = await PeopleAsync(db, actor, cancellation);
            if (people.Count == 0)
            {
                return Unknown("actor", actor, "nobody: send an id, an e-mail address or a display name");
            }
            rows = rows.Where(row => people.Contains(row.ActorId));
        }
        if (filter.Entity is { Length: > 0 } entity)
        {
            if (await RecordAsync(db, entity, cancellation) is not { } id)
            {
                return Unknown("entity", entity, "no record: send an id, or a number such as DEP-1001");
            }
            rows = rows.Where(row => row.EntityId == id);
        }
        if (filter.Action is { Length: > 0 } action)
        {
            var part = action.ToLowerInvariant();
            if (!await db.Audit.AnyAsync(row => row.Action == part || row.Action.Contains(part), cancellation))
            {
                return Unknown("action", action, "no action: send one such as deposit.confirm, or a part of one");
            }
            rows = await db.Audit.AnyAsync(row => row.Action == part, cancellation) ? rows.Where(row => row.Action == part)
                : rows.Where(row => row.Action.Contains(part));
        }
        rows = filter.FromUtc is { } from ? rows.Where(row => row.AtUtc >= from) : rows;
        rows = filter.ToUtc is { } to ? rows.Where(row => row.AtUtc < to) : rows;
        rows = filter.SealedOnly ? rows.Where(row => db.AuditSeals.Any(seal => seal.AuditId == row.Id)) : rows;
        rows = filter.BeforeId is { } before ? rows.Where(row => row.Id < before) : rows;
        return Result<IQueryable<AuditRow>>.Of(rows);
    }

    private static async Task<List<Guid>> PeopleAsync(BackofficeDbContext db, string actor, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(actor, "D", out var given))
        {
            return await db.Audit.AnyAsync(row => row.ActorId == given, cancellation)
                || await db.Users.AnyAsync(user => user.Id == given, cancellation) ? [given] : [];
        }
        var email = actor.Trim().ToUpperInvariant();
        if (await db.Users.Where(user => user.NormalizedEmail == email).Select(user => user.Id)
            .ToListAsync(cancellation) is { Count: > 0 } named)
        {
            return named;
        }
        // Names are compared by their key, which no database knows; a desk has few people.
        var key = NameKey.Of(actor);
        var people = await db.Users.Select(user => new { user.Id, user.DisplayName }).ToListAsync(cancellation);
        var found = people.Where(person => NameKey.Of(person.DisplayName) == key).Select(person => person.Id).Take(PeopleMax).ToList();
        return found.Count > 0 ? found
            : await db.Audit.Where(row => row.ActorName == actor).Select(row => row.ActorId).Distinct().Take(PeopleMax)
            .ToListAsync(cancellation);
    }

    private static async Task<Guid?> RecordAsync(BackofficeDbContext db, string entity, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(entity, "D", out var given))
        {
            return await db.Audit.AnyAsync(row => row.EntityId == given, cancellation) ? given : null;
        }
        var parts = entity.ToUpperInvariant().Split('-');
        if (parts.Length != 2 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }
        var ids = parts[0] switch
        {
            "DEP" => db.Deposits.Where(row => row.Number == number).Select(row => row.Id),
            "WDR" => db.Withdrawals.Where(row => row.Number == number).Select(row => row.Id),
            "EXC" => db.Exchanges.Where(row => row.Number == number).Select(row => row.Id),
            "RCP" => db.Receipts.Where(row => row.Number == number).Select(row => row.Id),
            "BLK" => db.BlockOrders.Where(row => row.Number == number).Select(row => row.Id),
            "GPY" => db.GatewayPayments.Where(row => row.Number == number).Select(row => row.Id),
            "GWD" => db.GatewayWithdrawals.Where(row => row.Number == number).Select(row => row.Id),
            "GTR" => db.GatewayTransfers.Where(row => row.Number == number).Select(row => row.Id),
            _ => null,
        };
        return ids is not null && await ids.ToListAsync(cancellation) is [var found, ..] ? found : null;
    }

    private static DomainError Unknown(string field, string text, string nothing) =>
        DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} {(text.Length <= 80 ? text : text[..80])} stands for {nothing}.");
}
