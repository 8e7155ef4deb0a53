using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Takes back what an import that did not end has written so far. Nobody has seen any of it.</summary>
internal static class StatementCleaning
{
    public static async Task RemoveAsync(BackofficeDbContext db, Guid importId, CancellationToken cancellation)
    {
        var begun = db.BankStatements.Where(row => row.ImportId == importId && row.Status == "importing");
        await db.StatementEntries.Where(line => begun.Any(row => row.Id == line.StatementId)).ExecuteDeleteAsync(cancellation);
        await begun.ExecuteDeleteAsync(cancellation);
    }
}
