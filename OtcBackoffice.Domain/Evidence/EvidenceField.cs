namespace OtcBackoffice.Domain.Evidence;

/// <summary>What a merchant declares and a proof can bear out.</summary>
public enum EvidenceField
{
    /// <summary>The amount of the wire.</summary>
    Amount,

    /// <summary>Its currency.</summary>
    Currency,

    /// <summary>The payment reference.</summary>
    Reference,

    /// <summary>The value date.</summary>
    ValueDate,

    /// <summary>Who sent the wire.</summary>
    Sender,

    /// <summary>The sender's bank.</summary>
    Bank,
}

/// <summary>What came of holding one field against the proof.</summary>
public enum EvidenceOutcome
{
    /// <summary>The proof says the same, beyond doubt.</summary>
    Match,

    /// <summary>The proof says something else for this field.</summary>
    Differs,

    /// <summary>The proof has text, and none of it is about this field.</summary>
    NotFound,

    /// <summary>Only a person can tell: no text, or text that can be read in more than one way.</summary>
    CheckByEye,

    /// <summary>The merchant declared nothing here.</summary>
    NotDeclared,
}

/// <summary>One line of the table: a field, what was declared, what the proof says, and how the two compare.</summary>
/// <param name="Field">The field.</param>
/// <param name="Declared">What the merchant declared, or null.</param>
/// <param name="Outcome">How they compare.</param>
/// <param name="InProof">What the proof says, as it is printed there, or null.</param>
/// <param name="How">How that was found, in words for the officer.</param>
/// <param name="Boxes">Where it stands in the proof; empty when it stands nowhere.</param>
public sealed record EvidenceFinding(
    EvidenceField Field, string? Declared, EvidenceOutcome Outcome, string? InProof, string How, IReadOnlyList<ProofBox> Boxes);

/// <summary>What the merchant declared about the wire.</summary>
/// <param name="AmountMinor">The amount in minor units.</param>
/// <param name="Scale">Decimals of the currency.</param>
/// <param name="Currency">The ISO code.</param>
/// <param name="Reference">The payment reference, or null.</param>
/// <param name="ValueDate">The value date, or null.</param>
/// <param name="Sender">The sender's name, or null.</param>
/// <param name="Bank">The sender's bank, or null.</param>
public sealed record DeclaredFacts(
    long AmountMinor, int Scale, string Currency, string? Reference, DateOnly? ValueDate, string? Sender, string? Bank);
