using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Components.People;

/// <summary>One person.</summary>
public sealed partial class UserRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public PersonView Person { get; set; } = default!;

    [Parameter]
    public bool MayEdit { get; set; }

    [Parameter]
    public EventCallback<PersonView> OnRoles { get; set; }

    [Parameter]
    public EventCallback<PersonView> OnDisable { get; set; }

    [Parameter]
    public EventCallback<PersonView> OnReset { get; set; }

    [Parameter]
    public EventCallback<PersonView> OnSignOut { get; set; }

    [Parameter]
    public EventCallback<PersonView> OnInvite { get; set; }

    private string State => Person.IsDisabled ? "disabled" : Person.IsInvited ? "invited" : Person.IsLocked ? "locked" : "active";

    private string Tone => State switch { "active" => "ok", "invited" => "info", "locked" => "warn", _ => "idle" };

    private static string Words(IReadOnlyList<string> roles) => string.Join(", ", roles.Select(ConsolePages.RoleName));

    private string Factors => (Person.HasAuthenticator, Person.PasskeyCount) switch
    {
        (false, 0) => "none",
        (true, 0) => "authenticator",
        (false, var keys) => $"{keys} passkeys",
        (true, var keys) => $"authenticator, {keys} passkeys",
    };
}
