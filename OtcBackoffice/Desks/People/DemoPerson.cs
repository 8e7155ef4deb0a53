using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.People;

/// <summary>Somebody of the demo who can be signed in by a button.</summary>
public sealed record DemoPerson(string Name, string Email, RoleSet Roles);
