using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What a proof bears out of a declaration, and who checked what of it. Staff only.</summary>
public sealed record EvidenceView
{
    public required Guid FileId { get; init; }

    /// <summary>The version of the proof, from 1; ticks are for this one only.</summary>
    public required int ProofVersion { get; init; }

    /// <summary>Whether the proof has text that could be compared; a scan has none.</summary>
    public required bool HasText { get; init; }

    /// <summary>What is to be known about the proof beside its fields: hidden text, words of failure, a password, a part that was not
    /// read.</summary>
    public IReadOnlyList<ProofFlag> Flags { get; init; } = [];

    /// <summary>Whether no declared field could be compared at all, as with a scan or with text that nobody sees.</summary>
    public bool IsUnread => Fields.Where(line => line.Finding.Outcome != EvidenceOutcome.NotDeclared).All(line =>
        line.Finding.Outcome == EvidenceOutcome.CheckByEye);

    /// <summary>One line for every field, in the order of the table.</summary>
    public required IReadOnlyList<EvidenceLine> Fields { get; init; }

    /// <summary>Declared fields that neither match by themselves nor were ticked by a person.</summary>
    public IReadOnlyList<EvidenceField> Unticked =>
        [.. Fields.Where(line => line.Tick is null && line.Finding.Outcome is not (EvidenceOutcome.Match or EvidenceOutcome.NotDeclared))
            .Select(line => line.Finding.Field)];

    /// <summary>Fields whose difference somebody accepted with a reason.</summary>
    public IReadOnlySet<EvidenceField> Accepted =>
        Fields.Where(line => line.Tick?.Reason is not null).Select(line => line.Finding.Field).ToHashSet();
}

/// <summary>A field of the table.</summary>
public sealed record EvidenceLine(EvidenceFinding Finding, EvidenceTick? Tick);

/// <summary>Who checked a field.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="PersonName">The person's name at that time.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Reason">Why a difference was accepted; null for a plain tick.</param>
public sealed record EvidenceTick(Guid PersonId, string PersonName, DateTime AtUtc, string? Reason);

/// <summary>A confirmation that the fiat arrived.</summary>
/// <param name="Id">Of which deposit.</param>
public sealed record ConfirmDeposit(Guid Id)
{
    /// <summary>The version that the person looked at, or null for whichever is there.</summary>
    public int? SeenVersion { get; init; }

    /// <summary>Whether to refuse what the proof contradicts. A page always asks for it; the record says when a machine did not.</summary>
    public bool ProofMustAgree { get; init; }

    /// <summary>The person has seen that its reference, file or receipt number stands on another record.</summary>
    public bool RepeatedSeen { get; init; }

    /// <summary>The person has looked at a proof that no machine could read.</summary>
    public bool ProofSeen { get; init; }

    /// <summary>Why it is confirmed all the same; it stays in the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a proof said about a declaration when it was looked at; good as long as both are the same.</summary>
internal sealed record LookedProof(
    Guid FileId, int ProofVersion, bool HasText, DeclaredFacts Facts, IReadOnlyList<EvidenceFinding> Findings,
        IReadOnlyList<ProofFlag> Flags);

/// <summary>A tick set or taken back.</summary>
public sealed record TickEvidence
{
    public required Guid Id { get; init; }
    public string? Field { get; init; }

    /// <summary>The version of the proof that the person looked at, or null for whichever is there.</summary>
    public int? ProofVersion { get; init; }
    public bool IsChecked { get; init; } = true;

    /// <summary>Why a difference is accepted; treasury and admins only.</summary>
    public string? Reason { get; init; }
}

/// <summary>Puts a declared value right: a reference, a date, a sender or a bank that the merchant mistyped.</summary>
public sealed record CorrectDeclaration
{
    public required Guid Id { get; init; }
    public string? Field { get; init; }

    /// <summary>The right value; a date as yyyy-MM-dd.</summary>
    public string? Value { get; init; }

    /// <summary>Why; it stays in the record.</summary>
    public string? Reason { get; init; }
}
