using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Reconciliation;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Reconciliation;

/// <summary>The accounts, and the day that is looked at.</summary>
public sealed record ReconciliationLoad(IReadOnlyList<DeskAccountView> Accounts, ReconciliationDay? Day);

/// <summary>One account on one day: outside against the books, what has no counterpart, and the two signatures.</summary>
public sealed partial class ReconciliationPage : DeskPage<ReconciliationLoad>
{
    private string _note = "";

    [SupplyParameterFromQuery(Name = "account")]
    private string? AccountText { get; set; }

    [SupplyParameterFromQuery(Name = "day")]
    private string? DayText { get; set; }

    [Inject]
    private ReconciliationDesk Desk { get; set; } = default!;

    [Inject]
    private DeskAccountDesk Accounts { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{AccountText}|{DayText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.StatementProgress];

    private DateOnly Day => DateOnly.TryParseExact(DayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(-1);

    /// <inheritdoc/>
    protected override async Task<Result<ReconciliationLoad>> ReadAsync(CancellationToken cancellation)
    {
        var accounts = await Accounts.ListAsync(cancellation);
        if (accounts.Failed(out var refused))
        {
            return refused;
        }
        var chosen = accounts.Value.FirstOrDefault(one => one.Id.ToString() == AccountText)
            ?? (accounts.Value.Count == 0 ? null : accounts.Value[0]);
        return chosen is null ? new ReconciliationLoad([], null)
            : (await Desk.GetAsync(chosen.Id, Day, cancellation)).Map(day => new ReconciliationLoad(accounts.Value, day));
    }

    private static string Amount(string? amount) => amount is null ? "not told" : AmountText.Group(amount);

    private string? SignBlock(ReconciliationDay day) => !May(Permission.ReconciliationSign) ? "Signing needs the role treasury or admin."
        : !day.IsOver ? "The day still runs." : null;

    private async Task SignAsync()
    {
        if (Load?.Day is not { } day)
        {
            return;
        }
        var signed = await Desk.SignOffAsync(day.AccountId, day.Day, _note, Gone);
        if (signed.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done(signed.Value.Status == "signed_off" ? $"{day.Day:yyyy-MM-dd} is signed off."
                : $"{day.Day:yyyy-MM-dd} is signed; another person signs next.");
            _note = "";
        }
        await ReloadAsync();
    }
}
