namespace OtcBackoffice.Domain.Access;

/// <summary>Through what an actor came in.</summary>
public enum ActorKind
{
    /// <summary>A person with a session in the console.</summary>
    Person,

    /// <summary>A credential that acts for its owner.</summary>
    Credential,

    /// <summary>A job of the desk itself.</summary>
    System,
}

/// <summary>
/// Who stands behind a command, as the session or credential says. Roles are not here on purpose: the desk reads them
/// anew inside the transaction.
/// </summary>
/// <param name="PersonId">The person; for a credential its owner; for a job <see cref="Guid.Empty"/>.</param>
/// <param name="Kind">Through what the actor came in.</param>
/// <param name="Name">For jobs their name, such as <c>system:chain_watcher</c>; otherwise what the session says.</param>
/// <param name="CredentialId">The credential, when one was used.</param>
/// <param name="Cause">The request id that everything written on behalf of this command carries.</param>
/// <param name="Address">The network address the command came from, or null.</param>
public sealed record Actor(Guid PersonId, ActorKind Kind, string Name, Guid? CredentialId = null, string Cause = "", string? Address = null)
{
    /// <summary>The signed request that this is, which may have its effect once; null on surfaces that do not sign.</summary>
    public SignedCall? Call { get; init; }

    /// <summary>The session of a person, or null for credentials and jobs.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>
    /// Whether a second person has agreed to what this actor asked for. It was theirs to decide when they asked; the lease that they
    /// held then is shorter than an approval may wait.
    /// </summary>
    public bool IsAgreed { get; init; }

    /// <summary>What was asked for, as method and route with its names instead of its values; empty for pages and jobs.</summary>
    public string Route { get; init; } = "";

    /// <summary>The record that the request names, or null.</summary>
    public Guid? Subject { get; init; }

    /// <summary>A job of the desk.</summary>
    public static Actor System(string job) => new(Guid.Empty, ActorKind.System, $"system:{job}");
}

/// <summary>Tells a desk who is asking: the circuit's user, the request's credential, or a job.</summary>
public interface IActorSource
{
    /// <summary>The actor, or null when nobody is signed in.</summary>
    Actor? Current { get; }
}

/// <summary>What the database says about an actor at the moment of the command.</summary>
/// <param name="Actor">As the session or credential says.</param>
/// <param name="Roles">The roles now.</param>
/// <param name="MerchantId">The merchant that the person belongs to, or null for staff.</param>
/// <param name="DisplayName">What to call the person in histories.</param>
public sealed record ActorStanding(Actor Actor, RoleSet Roles, Guid? MerchantId, string DisplayName)
{
    /// <summary>The person.</summary>
    public Guid PersonId => Actor.PersonId;

    /// <summary>Whether this is a job of the desk itself, which is bound by the methods it calls, not by roles.</summary>
    public bool IsSystem => Actor.Kind == ActorKind.System;

    /// <summary>When the person last proved who they are in this session; null for whoever has none.</summary>
    public DateTime? FreshAtUtc { get; init; }

    /// <summary>Whether this session has shown a second factor.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>Whether the actor may now.</summary>
    public bool May(Permission permission) => IsSystem || PermissionTable.Allows(Roles, permission);

    /// <summary>Whether the actor holds the role now.</summary>
    public bool Is(Role role) => Roles.Has(role);

    /// <summary>Whether the officer's cap binds: an officer who is neither treasury nor admin.</summary>
    public bool IsCappedOfficer => !IsSystem && Is(Role.OtcOfficer) && !Is(Role.Treasury) && !Is(Role.Admin);
}
