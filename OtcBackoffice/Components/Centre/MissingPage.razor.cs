using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>What is said of a code or page that is not there. What was asked for is not repeated.</summary>
public sealed partial class MissingPage : ComponentBase;
