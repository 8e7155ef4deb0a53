using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>The review tab: the queue at the side where there is room, the proof, and the facts beside it.</summary>
public sealed partial class DepositReviewPanes : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositReview Review { get; set; } = default!;

    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public string? PayoutBlockedBecause { get; set; }

    /// <summary>Whether the viewer may tick fields of the proof now.</summary>
    [Parameter]
    public bool MayTick { get; set; }

    /// <summary>Whether the viewer may accept what the proof contradicts.</summary>
    [Parameter]
    public bool MayAccept { get; set; }

    [Parameter]
    public EventCallback<EvidenceLine> OnTick { get; set; }

    [Parameter]
    public EventCallback<EvidenceLine> OnAccept { get; set; }

    /// <summary>Asks for the right value of what was declared wrongly.</summary>
    [Parameter]
    public EventCallback<EvidenceLine> OnCorrect { get; set; }

    [Parameter]
    public EventCallback OnChangePayout { get; set; }

    private DepositView Deposit => Review.Deposit;

    // How many of the declared fields the proof bears out, or a person has ticked.
    private (int Met, int Asked)? Tally => Deposit.Evidence is not { } evidence ? null
        : (evidence.Fields.Count(line => line.Finding.Outcome == Domain.Evidence.EvidenceOutcome.Match
            || (line.Tick is not null && line.Finding.Outcome != Domain.Evidence.EvidenceOutcome.NotDeclared)),
            evidence.Fields.Count(line => line.Finding.Outcome != Domain.Evidence.EvidenceOutcome.NotDeclared));

    private string Size => Deposit.ProofSizeBytes is not { } bytes ? "" : bytes < 1_024 * 1_024
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1_023) / 1_024} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1_024 * 1_024)}.{bytes % (1_024 * 1_024) * 10 / (1_024 * 1_024)} MB");

    private string Holder(DepositLine line) =>
        !line.IsClaimedAt(NowUtc) ? "" : line.AssigneeUserId == Review.ViewerId ? "You" : line.AssigneeName ?? "";
}
