using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// Shown while the circuit is away. The framework sets classes on it and reconnect.mjs turns them into the sentence that
/// matters: whether the last action was saved.
/// </summary>
public sealed partial class ReconnectModal : ComponentBase;
