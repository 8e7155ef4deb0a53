namespace OtcBackoffice.Domain.Access;

/// <summary>What a person is at the desk. One person may hold several; the union of their permissions counts.</summary>
public enum Role
{
    /// <summary>Keeps configuration, people and keys.</summary>
    Admin,

    /// <summary>Works the queues.</summary>
    OtcOfficer,

    /// <summary>Credits, signs and watches liquidity.</summary>
    Treasury,

    /// <summary>Reads everything and changes nothing.</summary>
    Auditor,

    /// <summary>A customer of the desk; sees and does only what is the merchant's own.</summary>
    Merchant,
}
