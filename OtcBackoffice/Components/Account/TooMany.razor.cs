using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>Where the oldest tab of somebody with too many is sent.</summary>
public sealed partial class TooMany : ComponentBase;
