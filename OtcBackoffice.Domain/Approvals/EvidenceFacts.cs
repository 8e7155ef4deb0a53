namespace OtcBackoffice.Domain.Approvals;

/// <summary>Whether the bank has told of the money of a deposit.</summary>
public enum BankLine
{
    /// <summary>Nothing that fits has arrived.</summary>
    None,

    /// <summary>Something that has arrived may be for it; nobody has said so.</summary>
    Proposed,

    /// <summary>Money that arrived is on it.</summary>
    Matched,
}

/// <summary>How much of a proof bears the declaration out, read by machine or ticked by a person.</summary>
public enum ProofRead
{
    /// <summary>Nothing of it, or there is no proof.</summary>
    None,

    /// <summary>Some of what was declared; the rest nobody has looked at.</summary>
    Some,

    /// <summary>Everything that was declared.</summary>
    All,
}

/// <summary>What speaks for the money of a deposit when it is confirmed (issue 14, point 8).</summary>
/// <param name="BankLine">Whether the bank has told of it.</param>
/// <param name="ProofRead">How much of the proof bears it out.</param>
/// <param name="IsRepeated">Whether its reference, its file or its receipt number stands on another record too.</param>
public sealed record EvidenceFacts(BankLine BankLine, ProofRead ProofRead, bool IsRepeated);
