using System.Text;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Components.Statements;

/// <summary>A statement and a page of its lines.</summary>
public sealed record StatementLoad(StatementView Statement, Page<StatementEntryView> Lines);

/// <summary>One statement: its balances, its lines, and the way to accept one that does not continue.</summary>
public sealed partial class StatementPage : DeskPage<StatementLoad>
{
    private string _reason = "";

    /// <summary>The statement.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private StatementQueries Queries { get; set; } = default!;

    [Inject]
    private StatementImportDesk Imports { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Id}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.StatementProgress];

    private string Title => Load is null ? "Statement" : $"Statement {Load.Statement.Number ?? Load.Statement.BankId}";

    private string? AcceptBlock =>
        !May(Permission.StatementImport) ? "Accepting needs the role treasury or admin." : string.IsNullOrWhiteSpace(_reason)
        ? "Say why first." : null;

    /// <inheritdoc/>
    protected override async Task<Result<StatementLoad>> ReadAsync(CancellationToken cancellation)
    {
        var statement = await Queries.GetAsync(Id, cancellation);
        if (statement.Failed(out var refused))
        {
            return refused;
        }
        return (await Queries.LinesAsync(Id, CursorText, Cursor.SizeDefault, cancellation))
            .Map(lines => new StatementLoad(statement.Value, lines));
    }

    private static string Amount(string? amount) => amount is null ? "not told" : AmountText.Group(amount);

    private static string Word(StatementEntryView line) => line.Status switch
    {
        LineStatus.Pending => "expected, no money yet",
        LineStatus.Info => "for information",
        _ when line.ReceiptId is not null => "booked, a receipt",
        _ => line.IsReversal ? "booked, a reversal" : "booked",
    };

    private static string Raw(StatementEntryView line) => Encoding.UTF8.GetString(line.Raw.Span);

    private async Task AcceptAsync()
    {
        var accepted = await Imports.AcceptAsync(Id, _reason, Gone);
        if (accepted.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done("The statement is accepted; its lines are matched now.");
        }
        await ReloadAsync();
    }
}
