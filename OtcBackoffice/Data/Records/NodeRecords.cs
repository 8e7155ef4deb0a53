namespace OtcBackoffice.Data.Records;

/// <summary>A node of the desk, as it last said of itself.</summary>
public sealed class NodeRow
{
    public string Name { get; set; } = "";

    /// <summary>Made at each start, so that a restarted node is told from the one before.</summary>
    public Guid Instance { get; set; }
    public string Version { get; set; } = "";

    /// <summary>The last migration that it knows.</summary>
    public string Schema { get; set; } = "";

    /// <summary><c>serving</c>, <c>not_ready</c>, <c>draining</c> or <c>gone</c>.</summary>
    public string State { get; set; } = "";
    public DateTime LastSeenAtUtc { get; set; }

    /// <summary>How far its clock is ahead of the database's; negative when behind.</summary>
    public long SkewMs { get; set; }
    public int Circuits { get; set; }
}

/// <summary>Somebody looks at a record on some node; the row counts until its time is over.</summary>
public sealed class PresenceRow
{
    /// <summary>The seat of one circuit.</summary>
    public Guid Seat { get; set; }

    /// <summary>The node's instance, so that what a dead node left goes with it.</summary>
    public Guid Node { get; set; }
    public Guid RecordId { get; set; }
    public Guid PersonId { get; set; }
    public string Name { get; set; } = "";
    public DateTime SatDownAtUtc { get; set; }
    public DateTime UntilUtc { get; set; }
}

/// <summary>
/// What one node does at a time. The number grows with every holder: what is written in its name carries the number and is
/// refused once another holds it.
/// </summary>
public sealed class LeaseRow
{
    public string Name { get; set; } = "";
    public Guid Holder { get; set; }
    public long Fence { get; set; }

    /// <summary>By the database's own clock, never a node's or the sandbox's.</summary>
    public DateTime UntilUtc { get; set; }
}

/// <summary>A signing key of the desk, sealed under the key ring; made once by whichever node comes first.</summary>
public sealed class SealedKeyRow
{
    public string Name { get; set; } = "";
    public byte[] Sealed { get; set; } = [];
    public DateTime MadeAtUtc { get; set; }
}

/// <summary>The number of the last batch of signals that travelled between nodes; one row.</summary>
public sealed class SignalVersionRow
{
    public int Id { get; set; }
    public long Version { get; set; }
}

/// <summary>How far the sandbox's clock is ahead of real time, for all nodes; one row.</summary>
public sealed class SandboxClockRow
{
    public int Id { get; set; }
    public long OffsetSeconds { get; set; }
}

/// <summary>One thing that happened in the sandbox's world, where several nodes share it: a line of a stream.</summary>
public sealed class SandboxEntryRow
{
    public string Stream { get; set; } = "";
    public long Number { get; set; }
    public string Body { get; set; } = "";
}
