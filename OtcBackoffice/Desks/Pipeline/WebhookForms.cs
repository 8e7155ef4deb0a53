namespace OtcBackoffice.Desks.Pipeline;

/// <summary>The forms in which events are sent, as endpoints keep them.</summary>
public static class WebhookForms
{
    /// <summary>What the secrets of endpoints are kept under.</summary>
    internal const string SecretPurpose = "webhook-secret.v1";

    /// <summary>The desk's own envelope.</summary>
    public const string Envelope = "deposit_desk";

    /// <summary>The order notices of specification 001.</summary>
    public const string BlockTrade = "block_trade";

    /// <summary>The orders of specification 000, in the desk's own envelope.</summary>
    public const string Platform = "platform";

    /// <summary>Whether an endpoint hears a type: those of the platform hear its events and nothing else, and nobody else hears
    /// them.</summary>
    public static bool Hears(string surface, string events, string type) =>
        (surface == Platform) == Desks.Platform.OrderTrail.Types.Contains(type) && Subscription.Matches(events, type);

    /// <summary>The bodies of specification 002, at the tenant's own endpoint.</summary>
    public const string Gateway = "gateway";

    /// <summary>The same, at the address that one payment, withdrawal or transfer named.</summary>
    public const string GatewayCallback = "gateway_callback";
}
