using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Components.People;

/// <summary>What an administrator does about one person.</summary>
public sealed partial class UserActions : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public PersonView Person { get; set; } = default!;

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
}
