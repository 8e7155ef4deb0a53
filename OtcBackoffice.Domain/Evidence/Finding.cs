namespace OtcBackoffice.Domain.Evidence;

/// <summary>A place in a row and what stands there.</summary>
/// <param name="Row">The row.</param>
/// <param name="From">Its first word.</param>
/// <param name="To">The word after its last.</param>
/// <param name="Text">As it is printed.</param>
internal readonly record struct Spot(ProofRow Row, int From, int To, string Text)
{
    public ProofBox Box => Row.Box(From, To);

    public int Page => Row.Page;
}

/// <summary>What a matcher says about its field.</summary>
/// <param name="Outcome">How declaration and proof compare.</param>
/// <param name="How">In words.</param>
/// <param name="Spots">Where it stands, the telling place first.</param>
internal sealed record Finding(EvidenceOutcome Outcome, string How, IReadOnlyList<Spot> Spots)
{
    private const int BoxesMax = 6;

    public static Finding NotFound() => new(EvidenceOutcome.NotFound, "not found", []);

    public static Finding Of(EvidenceOutcome outcome, string how, params IEnumerable<Spot> spots) =>
        new(outcome, how, [.. spots.Take(BoxesMax)]);

    public static Finding Differs(Spot spot) => Of(EvidenceOutcome.Differs, $"differs: proof says {spot.Text} on page {spot.Page}", spot);

    public EvidenceFinding For(EvidenceField field, string? declared) =>
        new(field, declared, Outcome, Spots.Count > 0 ? Spots[0].Text : null, How, [.. Spots.Select(spot => spot.Box)]);
}
