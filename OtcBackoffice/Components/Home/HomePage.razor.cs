using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Home;

/// <summary>Where a person starts after signing in.</summary>
public sealed partial class HomePage : ComponentBase;
