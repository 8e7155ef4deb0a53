using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>A saved map of a bank's CSV.</summary>
public sealed record CsvMapView(Guid Id, string Name, CsvMap Map, DateTime ChangedAtUtc);

/// <summary>The maps of CSV files, entered once and named.</summary>
public sealed class CsvMapDesk(DeskTransaction transaction, DeskGate gate)
{
    private const int NameLengthMax = 100;

    /// <summary>Every map by its name.</summary>
    public async Task<Result<IReadOnlyList<CsvMapView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.CsvMaps.OrderBy(row => row.Name).ToListAsync(cancellation);
        return rows.ConvertAll(View);
    }

    /// <summary>One map.</summary>
    public async Task<Result<CsvMapView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await reading.Db.CsvMaps.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? DomainError.Missing("map") : View(row);
    }

    /// <summary>Saves a new map, or changes the one with that id. Imports that were read with the old one stay as they are.</summary>
    public Task<Result<CsvMapView>> SaveAsync(Guid? id, string? name, CsvMap map, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(map);
        return transaction.RunAsync<CsvMapView>(new DeskCommand(Permission.StatementImport), async (work, token) =>
        {
            if (name?.Trim() is not { Length: > 0 and <= NameLengthMax } named)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "name", $"name is required and has at most {NameLengthMax} characters.");
            }
            if (map.Fault() is var (field, message))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, field, message);
            }
            if (await work.Db.CsvMaps.AnyAsync(one => one.Name == named && one.Id != id, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, "name", "There is a map with this name.");
            }
            var row = id is { } known ? await work.Db.CsvMaps.FirstOrDefaultAsync(one => one.Id == known, token)
                : new CsvMapRow { Id = work.NewId() };
            if (row is null)
            {
                return DomainError.Missing("map");
            }
            (row.Name, row.Map, row.ChangedAtUtc, row.ChangedBy) = (named, CsvMapShapes.Write(map), work.Now, work.Actor.PersonId);
            if (id is null)
            {
                work.Db.CsvMaps.Add(row);
            }
            work.Audit(new AuditNote(id is null ? "csv_map.create" : "csv_map.change", "csv_map",
                row.Id) { Changes = new { row.Name, Map = map } });
            return View(row);
        }, cancellation);
    }

    private static CsvMapView View(CsvMapRow row) => new(row.Id, row.Name, CsvMapShapes.Read(row.Map), row.ChangedAtUtc);
}
