using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>Asks before signing out, for somebody who opened the address instead of pressing the button.</summary>
public sealed partial class SignOut : ComponentBase;
