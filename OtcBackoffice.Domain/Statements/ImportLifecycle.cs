using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Where an import stands.</summary>
public enum ImportStatus
{
    /// <summary>Nobody reads it yet.</summary>
    Queued,

    /// <summary>It is being read.</summary>
    Running,

    /// <summary>Its lines are on record.</summary>
    Done,

    /// <summary>It was refused; the faults say why, and nothing of it is kept.</summary>
    Refused,

    /// <summary>Somebody called it off; nothing of it is kept.</summary>
    Cancelled,
}

/// <summary>What happens to an import.</summary>
public enum ImportAction
{
    /// <summary>A node begins to read it, or begins anew after another one died over it.</summary>
    Read,

    /// <summary>All of it was read and nothing was wrong: its lines come on record together.</summary>
    Keep,

    /// <summary>Something is wrong with the file.</summary>
    Refuse,

    /// <summary>Somebody calls it off.</summary>
    Cancel,
}

/// <summary>Which way an import of a statement may go: all of it is kept or nothing.</summary>
public static class ImportLifecycle
{
    /// <summary>The table.</summary>
    public static readonly TransitionTable<ImportStatus, ImportAction> Table = new("import",
        (ImportStatus.Queued, ImportAction.Read, ImportStatus.Running),
        (ImportStatus.Running, ImportAction.Read, ImportStatus.Running),
        (ImportStatus.Running, ImportAction.Keep, ImportStatus.Done),
        (ImportStatus.Queued, ImportAction.Refuse, ImportStatus.Refused),
        (ImportStatus.Running, ImportAction.Refuse, ImportStatus.Refused),
        (ImportStatus.Queued, ImportAction.Cancel, ImportStatus.Cancelled),
        (ImportStatus.Running, ImportAction.Cancel, ImportStatus.Cancelled));
}
