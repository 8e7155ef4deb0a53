namespace OtcBackoffice.Domain.Status;

/// <summary>How a part of the desk is, as the status page says it (specification 000, "Status").</summary>
public enum ComponentState
{
    /// <summary>All is well.</summary>
    Operational,

    /// <summary>It works, and is slow or fails now and then.</summary>
    Degraded,

    /// <summary>A part of it does not work.</summary>
    PartialOutage,

    /// <summary>It does not work.</summary>
    MajorOutage,

    /// <summary>It rests as announced.</summary>
    Maintenance,
}

/// <summary>A part of the desk that the status page shows: a surface, or a family of what runs behind them.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Title">Its name for people.</param>
public sealed record StatusComponent(string Name, string Title);

/// <summary>The parts that are measured, in the order in which they are shown.</summary>
public static class StatusComponents
{
    /// <summary>The surface of specification 004.</summary>
    public const string DepositDesk = "deposit-desk";

    /// <summary>The surface of specification 003.</summary>
    public const string Exchange = "exchange";

    /// <summary>The surface of specification 001.</summary>
    public const string BlockTrade = "block-trade";

    /// <summary>The surface of specification 002, with the payers' pages.</summary>
    public const string Gateway = "gateway";

    /// <summary>The surface of specification 000.</summary>
    public const string Platform = "platform";

    /// <summary>What people use.</summary>
    public const string StaffConsole = "staff-console";

    /// <summary>Events on their way to their receivers.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>What runs by the clock.</summary>
    public const string Jobs = "jobs";

    /// <summary>Where everything is kept.</summary>
    public const string Database = "database";

    /// <summary>The nodes of the block chains.</summary>
    public const string Chain = "chain";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<StatusComponent> All =
    [
        new(DepositDesk, "Deposit desk API"), new(Exchange, "Exchange API"), new(BlockTrade, "Block trade API"),
        new(Gateway, "Gateway and checkout"),
        new(Platform, "Platform API"), new(StaffConsole, "Console"), new(Webhooks, "Events and webhooks"), new(Jobs, "Background jobs"),
        new(Database, "Database"), new(Chain, "Block chains"),
    ];

    /// <summary>The names of those that answer requests; what they answered is what is measured.</summary>
    public static readonly IReadOnlyList<string> Surfaces = [DepositDesk, Exchange, BlockTrade, Gateway, Platform, StaffConsole];

    /// <summary>Whether there is a part of this name.</summary>
    public static bool IsKnown(string? name) => All.Any(one => one.Name == name);
}
