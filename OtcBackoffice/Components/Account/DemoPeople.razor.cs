using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Components.Account;

/// <summary>
/// The demo's people as buttons, on the machine of a desk under development and nowhere else. The desk says who they are, and says it
/// again when a button is pressed.
/// </summary>
public sealed partial class DemoPeople : ComponentBase
{
    private IReadOnlyList<DemoPerson> _people = [];

    /// <summary>Where the person goes once signed in.</summary>
    [Parameter]
    [EditorRequired]
    public string ReturnUrl { get; set; } = "/";

    [Inject]
    private SignInDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _people = await Desk.DemoPeopleAsync(CancellationToken.None);

    private static string Label(DemoPerson person) => $"Sign in as {person.Name}, {person.Email}";

    private static string About(DemoPerson person) => person.Roles switch
    {
        var roles when roles.Has(Role.Admin) => "Administrator: people, rules, the sandbox.",
        var roles when roles.Has(Role.OtcOfficer) => "OTC officer: claims deposits and decides them.",
        var roles when roles.Has(Role.Treasury) => "Treasury: credits, and signs what is paid out.",
        var roles when roles.Has(Role.Auditor) => "Auditor: reads everything, changes nothing.",
        var roles when roles.Has(Role.Merchant) => "Merchant: sends a deposit.",
        _ => "No role yet.",
    };
}
