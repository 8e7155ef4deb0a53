using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Credentials;

/// <summary>Credentials, and for admins the merchants that one can be issued to.</summary>
public sealed record CredentialsLoad(ListReading Asked, ListPage<CredentialView> Page, IReadOnlyList<MerchantView> Merchants)
    : QuietLoad<CredentialView>(Asked, Page);

/// <summary>What machines sign in with: issued, rotated, revoked, and how a signature is made.</summary>
public sealed partial class CredentialsPage : QuietPage<CredentialsLoad>
{
    private readonly HashSet<string> _scopes = new(StringComparer.Ordinal);
    private bool _open;
    private int _days = 90, _overlapHours = 24;
    private string _name = "", _merchant = "", _from = "";
    private CredentialSurface _surface;
    private CredentialView? _rotating, _revoking;
    private IssuedCredential? _issued;
    private string? _refusal;

    [Inject]
    private CredentialDesk Desk { get; set; } = default!;

    [Inject]
    private MerchantDesk Merchants { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    private string? Locked =>
        May(Permission.CredentialEdit) || May(Permission.CredentialOwn) ? null : "Only admins and merchants keep credentials.";

    /// <inheritdoc/>
    protected override ListRules List => CredentialDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<CredentialsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var credentials = await Desk.ListAsync(asked.Ask, cancellation);
        if (credentials.Failed(out var refused))
        {
            return refused;
        }
        var merchants = May(Permission.CredentialEdit) ? await Merchants.ListAsync(cancellation) : new List<MerchantView>();
        return merchants.Map(rows => new CredentialsLoad(asked, credentials.Value, rows));
    }

    private void Ask()
    {
        (_open, _surface, _name, _merchant, _from, _days, _refusal, _issued) = (true, default, "", "", "", 90, null, null);
        _scopes.Clear();
    }

    private void AskRotate(CredentialView row) => (_rotating, _overlapHours, _refusal, _issued) = (row, 24, null, null);

    private void AskRevoke(CredentialView row) => (_revoking, _refusal, _issued) = (row, null, null);

    private void Close() => (_open, _rotating, _revoking) = (false, null, null);

    private void ChooseSurface(ChangeEventArgs change)
    {
        if (Enum.TryParse<CredentialSurface>(change.Value as string, out var surface))
        {
            _surface = surface;
            _scopes.Clear();
        }
    }

    private void Choose(string scope, bool isChosen)
    {
        if (isChosen)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private async Task SaveAsync()
    {
        var from = _from.Split((char[])['\n', '\r', ' ', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var merchant = Guid.TryParse(_merchant, out var id) ? id : (Guid?)null;
        var expires = _days == 0 ? (DateTime?)null : Clock.GetUtcNow().UtcDateTime.AddDays(_days);
        Show(await StepUp.RunAsync(() =>
            Desk.CreateAsync(new CredentialRequest(_surface, _name, merchant, [.. _scopes], from, expires), Gone)),
            "Credential issued. Copy its secret now.");
        await ReloadAsync();
    }

    private async Task RotateAsync()
    {
        // Counted from the desk's own "now", which is a moment later than ours; "now" must not lie in its past.
        var until = Clock.GetUtcNow().UtcDateTime.AddHours(_overlapHours).AddSeconds(_overlapHours == 0 ? 1 : 0);
        Show(await StepUp.RunAsync(() => Desk.RotateAsync(_rotating!.Id, until, Gone)), "Rotated. Copy the new secret now.");
        await ReloadAsync();
    }

    private async Task EndOverlapAsync(CredentialView row)
    {
        var ended = await StepUp.RunAsync(() => Desk.ShortenOverlapAsync(row.Id, Clock.GetUtcNow().UtcDateTime, Gone));
        Notices.Done(ended.Failed(out var refused) ? refused.Message : $"The old secret of {row.Name} opens nothing any more.");
        await ReloadAsync();
    }

    private async Task RevokeAsync()
    {
        var revoking = _revoking!;
        var revoked = await StepUp.RunAsync(() => Desk.RevokeAsync(revoking.Id, Gone));
        if (revoked.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done($"{revoking.Name} is revoked.");
        Close();
        await ReloadAsync();
    }

    private void Show(Result<IssuedCredential> issued, string done)
    {
        if (issued.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _issued = issued.Value;
        Close();
        Notices.Done(done);
    }
}
