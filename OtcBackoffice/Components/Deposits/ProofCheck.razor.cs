using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// The merchant's declaration beside what the proof says, how the two compare, and who checked it. Pressing what the proof
/// says shows the place in the document.
/// </summary>
public sealed partial class ProofCheck : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositView Deposit { get; set; } = default!;

    /// <summary>Whether the viewer may tick fields now.</summary>
    [Parameter]
    public bool MayTick { get; set; }

    /// <summary>Whether the viewer may accept what the proof contradicts.</summary>
    [Parameter]
    public bool MayAccept { get; set; }

    /// <summary>Sets or takes back the tick of a line.</summary>
    [Parameter]
    public EventCallback<EvidenceLine> OnTick { get; set; }

    /// <summary>Asks for the reason why a difference is accepted.</summary>
    [Parameter]
    public EventCallback<EvidenceLine> OnAccept { get; set; }

    /// <summary>Asks for the right value of what was declared wrongly.</summary>
    [Parameter]
    public EventCallback<EvidenceLine> OnCorrect { get; set; }

    private bool HasFile => Deposit.Evidence is not null;

    private IReadOnlyList<EvidenceLine> Lines =>
        Deposit.Evidence?.Fields ?? [.. Undocumented.Select(finding => new EvidenceLine(finding, null))];

    private IEnumerable<EvidenceFinding> Undocumented =>
    [
        Plain(EvidenceField.Amount, Deposit.FiatAmount), Plain(EvidenceField.Currency, Deposit.FiatCurrency),
        Plain(EvidenceField.Reference, Deposit.PaymentReference),
        Plain(EvidenceField.ValueDate, Deposit.TransferDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Plain(EvidenceField.Sender, Deposit.SenderAccountName), Plain(EvidenceField.Bank, Deposit.SenderBankName),
    ];

    private static EvidenceFinding Plain(EvidenceField field, string? declared) => new(
        field, declared, string.IsNullOrWhiteSpace(declared) ? EvidenceOutcome.NotDeclared : EvidenceOutcome.CheckByEye, null, "no file",
            []);

    private static string Name(EvidenceLine line) => Names.Words(line.Finding.Field);

    private static string Declared(EvidenceLine line) => line.Finding.Field == EvidenceField.Amount && line.Finding.Declared is { } amount
        ? AmountText.Group(amount) : line.Finding.Declared ?? "—";

    private static string Match(EvidenceLine line) => line.Finding.Outcome switch
    {
        EvidenceOutcome.Match or EvidenceOutcome.NotDeclared => "same",
        EvidenceOutcome.Differs => line.Tick is null ? "differs" : "accepted",
        EvidenceOutcome.NotFound or EvidenceOutcome.CheckByEye => line.Tick is null ? "unread" : "same",
    };

    private static string Tone(EvidenceLine line) => line.Finding.Outcome switch
    {
        EvidenceOutcome.Match => Tones.Ok,
        EvidenceOutcome.Differs => Tones.Bad,
        EvidenceOutcome.NotFound or EvidenceOutcome.CheckByEye => Tones.Warn,
        EvidenceOutcome.NotDeclared => Tones.Idle,
    };

    private static string IconOf(EvidenceLine line) => line.Finding.Outcome switch
    {
        EvidenceOutcome.Match => "check",
        EvidenceOutcome.Differs => "cross-ring",
        EvidenceOutcome.NotFound or EvidenceOutcome.CheckByEye or EvidenceOutcome.NotDeclared => "warning",
    };

    private string Word(EvidenceLine line) => line.Finding.Outcome switch
    {
        EvidenceOutcome.Match => "Match",
        EvidenceOutcome.Differs => "Differs",
        EvidenceOutcome.NotFound => "Not found",
        EvidenceOutcome.CheckByEye => HasFile ? "Check by eye" : "No file",
        EvidenceOutcome.NotDeclared => "",
    };

    // The word above says most of it already.
    private static string How(EvidenceLine line) => line.Finding.Outcome switch
    {
        EvidenceOutcome.NotFound => "nothing in the proof is about this",
        EvidenceOutcome.CheckByEye when line.Finding.How == "no file" => "",
        EvidenceOutcome.Differs when line.Finding.How.StartsWith("differs: ", StringComparison.Ordinal) =>
            line.Finding.How["differs: ".Length..],
        EvidenceOutcome.Match or EvidenceOutcome.Differs or EvidenceOutcome.CheckByEye or EvidenceOutcome.NotDeclared => line.Finding.How,
    };

    private static string Boxes(EvidenceLine line) =>
        string.Join(';', line.Finding.Boxes.Select(box =>
            FormattableString.Invariant($"{box.Page},{box.Left},{box.Top},{box.Right},{box.Bottom}")));

    private bool CanTick(EvidenceLine line) =>
        HasFile && MayTick && line.Finding.Outcome is not (EvidenceOutcome.NotDeclared or EvidenceOutcome.Differs);

    // Amount and currency are the price's; a wire that differs there has actions of its own.
    private bool CanCorrect(EvidenceLine line) =>
        HasFile && MayTick && line.Tick is null && line.Finding.Field is not (EvidenceField.Amount or EvidenceField.Currency)
        && line.Finding.Outcome is EvidenceOutcome.Differs or EvidenceOutcome.NotFound;

    private bool CanAccept(EvidenceLine line) =>
        HasFile && MayTick && MayAccept && line is { Finding.Outcome: EvidenceOutcome.Differs, Tick: null };
}
