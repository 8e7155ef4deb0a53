using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Team;

/// <summary>The supervisor's page: who holds how much, how long decisions take, how old what waits is, and giving it to somebody
/// else.</summary>
public sealed partial class TeamPage : DeskPage<TeamView>
{
    private TeamMember? _from;
    private IReadOnlyList<Colleague> _people = [];
    private string? _refusal;

    [Inject]
    private TeamDesk Team { get; set; } = default!;

    [Inject]
    private DepositDesk Deposits { get; set; } = default!;

    [Inject]
    private RecordWorkDesk Work { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Deposits];

    /// <inheritdoc/>
    protected override Task<Result<TeamView>> ReadAsync(CancellationToken cancellation) => Team.ReadAsync(cancellation);

    private static string TimeOf(TeamMember member) => member.MedianSeconds is not { } seconds ? "none yet"
        : seconds < 3_600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min {seconds % 60} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600} h {seconds % 3_600 / 60} min");

    private async Task OpenAsync(TeamMember member)
    {
        var people = await Work.ColleaguesAsync(Gone);
        (_people, _from, _refusal) = (people.IsSuccess ? people.Value : [], member, null);
    }

    private void Close() => _from = null;

    private async Task ReassignAsync(Guid person)
    {
        var given = 0;
        foreach (var id in _from!.HeldIds)
        {
            var assigned = await Deposits.AssignAsync(id, person, null, Gone);
            if (assigned.Failed(out var refused))
            {
                _refusal = refused.Message;
                continue;
            }
            given++;
        }
        if (given > 0)
        {
            Notices.Done($"{given} reassigned from {_from.Name}.");
            _from = null;
        }
        await ReloadAsync();
    }
}
