using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Components.Statements;

/// <summary>Everything that the statements page shows.</summary>
public sealed record StatementsLoad(
    IReadOnlyList<ImportView> Imports, IReadOnlyList<StatementView> Statements, IReadOnlyList<DeskAccountView> Accounts,
        IReadOnlyList<CsvMapView> Maps);

/// <summary>Statement files: sent, followed, called off; and the statements that they brought.</summary>
public sealed partial class StatementsPage : DeskPage<StatementsLoad>
{
    private const int FaultsShown = 3, StatementsShown = 100;

    [SupplyParameterFromQuery(Name = "fault")]
    private string? UploadFault { get; set; }

    [Inject]
    private StatementImportDesk Imports { get; set; } = default!;

    [Inject]
    private StatementQueries Queries { get; set; } = default!;

    [Inject]
    private DeskAccountDesk Accounts { get; set; } = default!;

    [Inject]
    private CsvMapDesk Maps { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Statements, Topics.StatementProgress];

    private string? ImportBlock => May(Permission.StatementImport) ? null : "Importing needs the role treasury or admin.";

    /// <inheritdoc/>
    protected override async Task<Result<StatementsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var imports = await Imports.ListAsync(PageAsk.First, cancellation);
        if (imports.Failed(out var refused))
        {
            return refused;
        }
        var statements = await Queries.ListAsync(null, null, StatementsShown, cancellation);
        var accounts = await Accounts.ListAsync(cancellation);
        var maps = await Maps.ListAsync(cancellation);
        return new StatementsLoad(imports.Value.Rows, statements.IsSuccess ? statements.Value.Rows : [],
            accounts.IsSuccess ? accounts.Value : [], maps.IsSuccess ? maps.Value : []);
    }

    private static bool IsUnderWay(ImportView import) => import.Status is ImportStatus.Queued or ImportStatus.Running;

    private static string Amount(string? amount) => amount is null ? "—" : AmountText.Group(amount);

    private static string Days(StatementView statement) => statement.FromDay == statement.ToDay || statement.FromDay is null
        ? $"{statement.ToDay:yyyy-MM-dd}" : $"{statement.FromDay:yyyy-MM-dd} to {statement.ToDay:yyyy-MM-dd}";

    private async Task CancelAsync(Guid id)
    {
        var cancelled = await Imports.CancelAsync(id, Gone);
        if (cancelled.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done("The import was called off; nothing of it is kept.");
        }
        await ReloadAsync();
    }
}
