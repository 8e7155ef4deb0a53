namespace OtcBackoffice.Domain.Events;

/// <summary>
/// Something that happened and that others want to hear of. It becomes an outbox row in the transaction that made it
/// true. Names are exactly those of the specification; matching of subscriptions ignores case.
/// </summary>
/// <param name="Type">The event's name on the wire: <c>otc.Deposit.Submitted_for_review</c>.</param>
/// <param name="SubjectId">The record it is about; order is kept per subject.</param>
/// <param name="MerchantId">The merchant whose endpoints hear it.</param>
/// <param name="Payload">The body's <c>data</c> object as name and value pairs, already in wire form.</param>
public sealed record DeskEvent(string Type, Guid SubjectId, Guid MerchantId, IReadOnlyDictionary<string, object?> Payload)
{
    /// <summary>The one form of endpoint that hears it, or null for all but those that hear a form of their own.</summary>
    public string? Surface { get; init; }

    /// <summary>The endpoint of the record itself, which hears it in place of the merchant's own gateway endpoint; or null.</summary>
    public Guid? CallbackEndpointId { get; init; }
}
