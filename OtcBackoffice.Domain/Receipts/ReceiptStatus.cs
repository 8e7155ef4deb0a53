namespace OtcBackoffice.Domain.Receipts;

/// <summary>Who told the desk that money came.</summary>
public enum ReceiptSource
{
    /// <summary>A line of a bank's statement.</summary>
    Bank,

    /// <summary>The mobile money operator, by its callback or when it was asked.</summary>
    Mpesa,

    /// <summary>A token or coin transfer on a chain.</summary>
    Chain,

    /// <summary>A payment of the gateway.</summary>
    Gateway,
}

/// <summary>Where money from outside stands.</summary>
public enum ReceiptStatus
{
    /// <summary>Some of it belongs to no record yet; that rest is in suspense and in the queue.</summary>
    Unmatched,

    /// <summary>All of it is on records.</summary>
    Matched,

    /// <summary>The rest goes back to its sender. It can be undone while the payment has not left.</summary>
    Returned,

    /// <summary>The rest is kept for whoever proves to own it, with a reason. It is never income.</summary>
    Kept,
}

/// <summary>Everything that may be done to money from outside.</summary>
public enum ReceiptAction
{
    /// <summary>Somebody takes it to find out whose it is.</summary>
    Claim,

    /// <summary>It is given back to the queue.</summary>
    Release,

    /// <summary>A part is put on a record; a rest is left.</summary>
    AssignPart,

    /// <summary>What was left is put on a record.</summary>
    Assign,

    /// <summary>What was left goes back to its sender.</summary>
    Return,

    /// <summary>What was left is kept, with a reason.</summary>
    Keep,

    /// <summary>What was done is reversed; the money is in the queue again.</summary>
    Undo,
}
