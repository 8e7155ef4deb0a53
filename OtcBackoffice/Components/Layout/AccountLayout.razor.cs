using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Layout;

/// <summary>Frame of the account pages. Plain HTML without a circuit, so that signing in works with scripts off.</summary>
public sealed partial class AccountLayout : LayoutComponentBase;
