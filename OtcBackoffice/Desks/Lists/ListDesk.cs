using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Lists;

/// <summary>Takes down who carried which list away. The lists themselves belong to their desks.</summary>
public sealed class ListDesk(DeskTransaction transaction)
{
    /// <summary>Rows of a file at most. A longer list is refused rather than cut.</summary>
    public const int ExportRowsMax = 20_000;

    /// <summary>Rows that are read at a time for a file.</summary>
    public const int ExportBatch = 1_000;

    /// <summary>Puts an export on record, or refuses one that is too long.</summary>
    public Task<Result<Unit>> NoteExportAsync(string list, ListReading reading, int total, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return transaction.RunAsync<Unit>(new DeskCommand(null), (work, _) =>
        {
            if (total > ExportRowsMax)
            {
                return Task.FromResult<Result<Unit>>(
                    new DomainError(ErrorCode.InvalidRequest,
                    $"The list has {total} rows; a file of it holds {ExportRowsMax} at most. Filter it first."));
            }
            work.Audit(new AuditNote("list.export", "list", Guid.Empty)
            {
                Changes = new { List = list, Sort = ListRules.SortText(reading.Ask), reading.Ask.Filters, reading.Columns, Rows = total },
            });
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
    }
}
