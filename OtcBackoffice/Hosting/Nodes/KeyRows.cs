using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>Signing keys as rows, so that a node needs nothing but the database.</summary>
internal sealed class KeyRows(BackofficeDatabase database, HostSettings settings) : IKeyRows
{
    /// <inheritdoc/>
    public byte[]? Find(string name)
    {
        using var db = database.CreateDbContext();
        return db.SealedKeys.AsNoTracking().Where(row => row.Name == name).Select(row => row.Sealed).FirstOrDefault();
    }

    /// <inheritdoc/>
    public byte[] FindOrAdd(string name, string? legacyFile, Func<byte[]> make)
    {
        if (Find(name) is { } known)
        {
            return known;
        }
        var file = legacyFile is null ? null : Path.Combine(settings.DataDirectory, legacyFile);
        var made = file is not null && File.Exists(file) ? File.ReadAllBytes(file) : make();
        try
        {
            using var db = database.CreateDbContext();
            db.SealedKeys.Add(new SealedKeyRow { Name = name, Sealed = made, MadeAtUtc = TimeProvider.System.GetUtcNow().UtcDateTime });
            db.SaveChanges();
        }
        catch (DbUpdateException fault) when (Conflicts.IsConflict(fault))
        {
            // Another node was faster; its key is everybody's.
        }
        return Find(name) ?? throw new InvalidOperationException($"The key {name} was not kept.");
    }

    /// <inheritdoc/>
    public bool Replace(string name, byte[] before, byte[] after)
    {
        using var db = database.CreateDbContext();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return db.SealedKeys.Where(row => row.Name == name && row.Sealed == before)
            .ExecuteUpdate(set => set.SetProperty(row => row.Sealed, after).SetProperty(row => row.MadeAtUtc, now)) == 1;
    }
}
