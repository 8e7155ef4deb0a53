using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Status;

/// <summary>How bad an incident is for those who use the desk.</summary>
public enum IncidentImpact
{
    /// <summary>Nobody is kept from anything.</summary>
    None,

    /// <summary>Something is slower than usual.</summary>
    Minor,

    /// <summary>A part does not work.</summary>
    Major,

    /// <summary>Nothing works.</summary>
    Critical,
}

/// <summary>Where the work on an incident stands.</summary>
public enum IncidentState
{
    /// <summary>The cause is looked for.</summary>
    Investigating,

    /// <summary>The cause is known.</summary>
    Identified,

    /// <summary>It is mended, and watched.</summary>
    Monitoring,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>It is over, and what was learnt stands beside it.</summary>
    Postmortem,
}

/// <summary>What is done with an incident.</summary>
public enum IncidentAction
{
    /// <summary>Look for the cause again.</summary>
    Investigate,

    /// <summary>Name the cause.</summary>
    Identify,

    /// <summary>Watch what was mended.</summary>
    Monitor,

    /// <summary>Say that it is over.</summary>
    Resolve,

    /// <summary>Write down what was learnt.</summary>
    LookBack,
}

/// <summary>Which way an incident may go. An open one may take any state again: the first cause is often not the last one.</summary>
public static class IncidentLifecycle
{
    private static readonly IncidentState[] Open = [IncidentState.Investigating, IncidentState.Identified, IncidentState.Monitoring];

    /// <summary>The table.</summary>
    public static readonly TransitionTable<IncidentState, IncidentAction> Table = new("incident",
    [
        .. Open.SelectMany(from => new[]
        {
            (from, IncidentAction.Investigate, IncidentState.Investigating), (from, IncidentAction.Identify, IncidentState.Identified),
            (from, IncidentAction.Monitor, IncidentState.Monitoring), (from, IncidentAction.Resolve, IncidentState.Resolved),
        }),
        (IncidentState.Resolved, IncidentAction.LookBack, IncidentState.Postmortem),
    ]);

    /// <summary>The action that leads to a state.</summary>
    public static IncidentAction Towards(IncidentState state) => state switch
    {
        IncidentState.Investigating => IncidentAction.Investigate,
        IncidentState.Identified => IncidentAction.Identify,
        IncidentState.Monitoring => IncidentAction.Monitor,
        IncidentState.Resolved => IncidentAction.Resolve,
        IncidentState.Postmortem => IncidentAction.LookBack,
    };

    /// <summary>How a part is while an incident of this impact is open.</summary>
    public static ComponentState StateOf(IncidentImpact impact) => impact switch
    {
        IncidentImpact.None => ComponentState.Operational,
        IncidentImpact.Minor => ComponentState.Degraded,
        IncidentImpact.Major => ComponentState.PartialOutage,
        IncidentImpact.Critical => ComponentState.MajorOutage,
    };
}
