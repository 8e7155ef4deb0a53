using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Components.Account;

/// <summary>A person's own account: second factors, password and sessions, by plain forms.</summary>
public sealed partial class AccountPage : ComponentBase
{
    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }

    [SupplyParameterFromQuery(Name = "done")]
    private string? DoneName { get; set; }

    [Inject]
    private AccountDesk Desk { get; set; } = default!;

    private AccountView? Account { get; set; }

    private string? Refusal { get; set; }

    private string? Fault => Refusal ?? ErrorName switch
    {
        null or "" => null,
        "enrol" => "Set up an authenticator or a passkey. Until then nothing else is open to you.",
        "expired" => "The form had been open too long. Please try once more.",
        "password" => "The new password must have at least twelve characters and be hard to guess.",
        "wrong" => "That is not right, or there were too many attempts.",
        "protected" => "That is not possible: staff keep one second factor, and there are limits to how many. Set up another one first.",
        _ => "It was not done. Please try once more.",
    };

    private string? Done => DoneName switch
    {
        "password_changed" => "The password is changed. Every other session was signed out.",
        "authenticator_removed" => "The authenticator is off.",
        "passkey_added" => "The passkey is ready.",
        "passkey_removed" => "The passkey is gone.",
        "session_ended" => "The session was signed out.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var read = await Desk.ReadAsync(CancellationToken.None);
        if (read.Failed(out var refused))
        {
            Refusal = refused.Message;
            return;
        }
        Account = read.Value;
    }
}
