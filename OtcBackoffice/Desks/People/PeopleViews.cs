using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.People;

/// <summary>A person as administrators see one.</summary>
public sealed record PersonView(
    Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, Guid? MerchantId, bool IsDisabled, bool IsInvited,
    bool HasAuthenticator,
    int PasskeyCount, bool IsLocked, DateTime CreatedAtUtc, DateTime? LastSeenAtUtc)
{
    /// <summary>The merchant's name, for people who act for one.</summary>
    public string? MerchantName { get; init; }

    /// <summary>Roles that were asked for the person and wait for a second administrator, or null.</summary>
    public RolesWaiting? RolesWaiting { get; init; }

    /// <summary>Whether the person signs in with more than a password.</summary>
    public bool HasSecondFactor => HasAuthenticator || PasskeyCount > 0;

    /// <summary>How the account stands, in a word: disabled, invited, locked or active.</summary>
    public string State => IsDisabled ? "disabled" : IsInvited ? "invited" : IsLocked ? "locked" : "active";
}

/// <summary>Roles that somebody is to hold once a second administrator agrees.</summary>
/// <param name="ApprovalId">What that administrator decides.</param>
/// <param name="Roles">The roles, by their names.</param>
/// <param name="ExpiresAtUtc">Until when it waits.</param>
public sealed record RolesWaiting(Guid ApprovalId, IReadOnlyList<string> Roles, DateTime ExpiresAtUtc);

/// <summary>Somebody to invite.</summary>
public sealed record Invitation(string? Email, string? DisplayName, IReadOnlyList<string>? Roles, Guid? MerchantId);

/// <summary>What an invitation came to. The link is not kept anywhere; it is shown once.</summary>
/// <param name="Person">Who was invited.</param>
/// <param name="Link">Where the person chooses a password.</param>
/// <param name="ExpiresAtUtc">When the link stops working.</param>
/// <param name="WasMailed">Whether the link was mailed; otherwise somebody has to hand it over.</param>
public sealed record InvitationSent(PersonView Person, Uri Link, DateTime ExpiresAtUtc, bool WasMailed)
{
    /// <summary>The stored command that gives the roles when a second administrator agrees; null when the policy gave them at
    /// once.</summary>
    public ApprovalView? Waiting { get; init; }
}

/// <summary>Somebody whom an operator added on the server's console.</summary>
/// <param name="Person">Who was added.</param>
/// <param name="Password">The password that was made for the person, shown once; null when the operator chose one.</param>
public sealed record AddedPerson(PersonView Person, string? Password);

/// <summary>What a passkey has signed, verified already, and the hash of the challenge that it answered.</summary>
public sealed record PasskeyProof(UserPasskeyInfo Passkey, string ChallengeSha256);

/// <summary>Where a sign-in comes from.</summary>
/// <param name="Cause">The request id.</param>
/// <param name="Address">The network address.</param>
/// <param name="Device">What the browser calls itself.</param>
public sealed record SignInOrigin(string Cause, string? Address, string Device)
{
    /// <summary>What the first step can be.</summary>
    public const string Password = "password", DemoButton = "demo button";

    /// <summary>What the first step was, as it is written down.</summary>
    public string FirstStep { get; init; } = Password;
}

/// <summary>How far a sign-in came.</summary>
public enum SignInStep
{
    /// <summary>Not at all; the answer never says why.</summary>
    Refused,

    /// <summary>The password is right and a second factor is asked for.</summary>
    SecondFactor,

    /// <summary>A session has begun.</summary>
    SignedIn,
}

/// <summary>What a sign-in came to.</summary>
/// <param name="Step">How far it came.</param>
/// <param name="UserId">Who it is; empty when refused.</param>
/// <param name="SessionId">The session that has begun.</param>
/// <param name="MustEnrol">Whether the person has to set up a second factor before anything else.</param>
public sealed record SignInOutcome(SignInStep Step, Guid UserId, Guid SessionId, bool MustEnrol)
{
    /// <summary>The one answer to everything that is wrong.</summary>
    public static readonly SignInOutcome Refused = new(SignInStep.Refused, Guid.Empty, Guid.Empty, false);
}

/// <summary>One signed-in browser.</summary>
public sealed record SessionView(Guid Id, string Device, string? Address, string Method, DateTime CreatedAtUtc, DateTime LastSeenAtUtc,
    bool IsThisOne);

/// <summary>A passkey as its owner sees it; the id is base64url.</summary>
public sealed record PasskeyView(string Id, string Name, DateTime CreatedAtUtc);

/// <summary>A person's own account.</summary>
public sealed record AccountView(
    Guid PersonId, string Email, string DisplayName, bool HasAuthenticator, string? PendingKey, int RecoveryCodesLeft, bool MustEnrol,
    IReadOnlyList<PasskeyView> Passkeys, IReadOnlyList<SessionView> Sessions)
{
    /// <summary>What an authenticator application reads from the picture, while enrolment is under way.</summary>
    public string? PendingUri => PendingKey is null ? null
        : $"otpauth://totp/OtcBackoffice:{Uri.EscapeDataString(Email)}?secret={PendingKey}&issuer=OtcBackoffice&algorithm=SHA1&digits=6&period=30";
}

/// <summary>One line of the matrix: who holds a permission.</summary>
public sealed record PermissionRow(Permission Permission, string Name, IReadOnlyList<string> Holders);

/// <summary>Codes that each replace the authenticator once; shown once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>The roles that somebody is to hold, as they are stored until a second administrator agrees.</summary>
internal sealed record RolesChange(IReadOnlyList<string> Roles);
