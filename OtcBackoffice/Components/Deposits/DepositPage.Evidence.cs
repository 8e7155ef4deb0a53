using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <content>Ticks, and differences that are accepted.</content>
public sealed partial class DepositPage
{
    private bool MayTick => Deposit.Status == DepositStatus.Pending
        && Load!.Review.Choices.Any(choice => choice is { Action: DepositAction.Reject, IsOpen: true });

    private string? Suggestion => Deposit.Evidence is { } evidence ? ProofSentences.Rejection(evidence) : null;

    private string AcceptLead =>
        _sheet?.Line is { } line
        ? $"{Names.Words(line.Finding.Field)} {line.Finding.How}; {line.Finding.Declared} was declared. Your reason stays in the record."
        : "";

    private async Task TickAsync(EvidenceLine line) => await SettleTickAsync(line, null);

    private void OpenAccept(EvidenceLine line) => _sheet = new OpenSheet(SheetKind.Accept, Deposit) { Line = line };

    private async Task AcceptAsync(string reason) => await SettleTickAsync(_sheet!.Line!, reason);

    private void OpenCorrect(EvidenceLine line) => _sheet = new OpenSheet(SheetKind.Correct, Deposit) { Line = line };

    private async Task CorrectAsync(CorrectedValue corrected)
    {
        var sheet = _sheet!;
        var done = await Desk.CorrectAsync(
            new CorrectDeclaration { Id = Id, Field = Names.Snake(sheet.Line!.Finding.Field), Value = corrected.Value,
            Reason = corrected.Reason }, Gone);
        await ReloadAsync();
        _sheet = done.Failed(out var refused) ? sheet with { Refusal = refused.Message } : null;
    }

    // A tick says nothing aloud when it worked: the box itself shows it, and the focus stays where it is.
    private async Task SettleTickAsync(EvidenceLine line, string? reason)
    {
        var ticked = await Desk.TickAsync(new TickEvidence
        {
            Id = Id, Field = Names.Snake(line.Finding.Field), ProofVersion = Deposit.Evidence?.ProofVersion, IsChecked = reason is not null
                || line.Tick is null, Reason = reason,
        }, Gone);
        await ReloadAsync();
        if (!ticked.Failed(out var refused))
        {
            _sheet = reason is null ? _sheet : null;
        }
        else if (_sheet is { Kind: SheetKind.Accept } sheet)
        {
            _sheet = sheet with { Refusal = refused.Message };
        }
        else
        {
            Notices.Refused(refused.Message);
        }
    }
}
