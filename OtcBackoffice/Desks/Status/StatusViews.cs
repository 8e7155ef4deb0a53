using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Desks.Status;

/// <summary>One part of the desk as the status page shows it.</summary>
public sealed record ComponentView(string Name, string Title, ComponentState State, decimal? Uptime30d, decimal? Uptime90d,
    IReadOnlyList<DayOfProbes> Days);

/// <summary>What was said about an incident.</summary>
public sealed record IncidentUpdateView(IncidentState State, string Message, DateTime AtUtc);

/// <summary>An incident or an announced pause; updates newest first.</summary>
public sealed record IncidentView(
    Guid Id, string Title, IncidentImpact Impact, IncidentState State, IReadOnlyList<string> Components, bool IsMaintenance,
    DateTime? StartsAtUtc, DateTime? EndsAtUtc,
    DateTime OpenedAtUtc, DateTime? PublishedAtUtc, DateTime? ResolvedAtUtc, DateTime UpdatedAtUtc,
    IReadOnlyList<IncidentUpdateView> Updates)
{
    /// <summary>Whether it is not over.</summary>
    public bool IsOpen => State is not (IncidentState.Resolved or IncidentState.Postmortem);

    /// <summary>What was said last.</summary>
    public string Message => Updates.Count == 0 ? "" : Updates[0].Message;
}

/// <summary>All that the status page says, as it was measured at a moment.</summary>
public sealed record StatusSnapshot(
    ComponentState State, IReadOnlyList<ComponentView> Components, IReadOnlyList<IncidentView> Incidents,
    IReadOnlyList<IncidentView> Maintenance, DateTime UpdatedAtUtc)
{
    /// <summary>The state of the whole: the worst of its parts, where one part that is down is a part of the whole that is down.</summary>
    internal static ComponentState Worst(IReadOnlyList<ComponentView> components)
    {
        var worst = components.Select(one => one.State).Where(state => state != ComponentState.Maintenance)
            .DefaultIfEmpty(ComponentState.Operational).Max();
        return worst switch
        {
            ComponentState.MajorOutage when components.Any(one =>
                one.State is not (ComponentState.MajorOutage or ComponentState.Maintenance)) => ComponentState.PartialOutage,
            ComponentState.Operational when components.Any(one => one.State == ComponentState.Maintenance) => ComponentState.Maintenance,
            _ => worst,
        };
    }
}

/// <summary>An incident as it is written, or a pause when it has a begin and an end.</summary>
public sealed record IncidentDraft(string? Title, string? Message, string? Impact, IReadOnlyList<string>? Components, bool Publish,
    DateTime? StartsAt, DateTime? EndsAt);
