namespace OtcBackoffice.Components.Merchant;

/// <content>A draft that is given up.</content>
public sealed partial class WizardPage
{
    private bool _abandoning;

    private void AskAbandon() => (_abandoning, Refusal) = (true, null);

    private void KeepDraft() => _abandoning = false;

    private async Task AbandonAsync()
    {
        var abandoned = await Desk.AbandonAsync(Deposit!.Id, Gone);
        if (Refuse(abandoned))
        {
            return;
        }
        _abandoning = false;
        Notices.Done($"{abandoned.Value.HumanId} abandoned.");
        await ReloadAsync();
    }
}
