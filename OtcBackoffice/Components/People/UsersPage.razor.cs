using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.People;

/// <summary>The rows of the users page, and whom people can act for.</summary>
public sealed record UsersLoad(ListReading Asked, ListPage<PersonView> Page, IReadOnlyList<MerchantView> Merchants)
    : QuietLoad<PersonView>(Asked, Page);

/// <summary>Who works here: invite, disable, roles, second factors and sessions.</summary>
public sealed partial class UsersPage : QuietPage<UsersLoad>
{
    private static readonly string[] StaffRoles =
        [.. Enum.GetValues<Role>().Where(role => role != Role.Merchant).Select(role => Names.Snake(role))];

    private Sheet? _open;
    private HashSet<string> _roles = [];
    private string _email = "", _name = "", _merchant = "";
    private string? _refusal;
    private InvitationSent? _sent;
    private PersonView? _leaving;
    private DisablingView? _follows;

    /// <inheritdoc/>
    protected override ListRules List => PeopleDesk.Rules;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.People, Topics.Approvals];

    [Inject]
    private PeopleDesk Desk { get; set; } = default!;

    [Inject]
    private MerchantDesk Merchants { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    private string? Blocked => May(Permission.PersonEdit) ? null : "Only admins invite people.";

    /// <inheritdoc/>
    protected override async Task<Result<UsersLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var rows = await Desk.ListAsync(asked.Ask, cancellation);
        if (rows.Failed(out var refused))
        {
            return refused;
        }
        return (await Merchants.ListAsync(cancellation)).Map(merchants => new UsersLoad(asked, rows.Value, merchants));
    }

    private RenderFragment<PersonView> Acts => person => builder =>
    {
        builder.OpenComponent<UserActions>(0);
        builder.AddComponentParameter(1, nameof(UserActions.Person), person);
        builder.AddComponentParameter(2, nameof(UserActions.OnRoles), EventCallback.Factory.Create<PersonView>(this, AskRoles));
        builder.AddComponentParameter(3, nameof(UserActions.OnDisable), EventCallback.Factory.Create<PersonView>(this, ToggleAsync));
        builder.AddComponentParameter(4, nameof(UserActions.OnReset), EventCallback.Factory.Create<PersonView>(this, ResetAsync));
        builder.AddComponentParameter(5, nameof(UserActions.OnSignOut), EventCallback.Factory.Create<PersonView>(this, SignOutAsync));
        builder.AddComponentParameter(6, nameof(UserActions.OnInvite), EventCallback.Factory.Create<PersonView>(this, InviteAgainAsync));
        builder.CloseComponent();
    };

    private static string Tone(PersonView person) =>
        person.State switch { "active" => "ok", "invited" => "info", "locked" => "warn", _ => "idle" };

    private static string Words(IReadOnlyList<string> roles) => string.Join(", ", roles.Select(ConsolePages.RoleName));

    private static string Factors(PersonView person) => (person.HasAuthenticator, person.PasskeyCount) switch
    {
        (false, 0) => "none",
        (true, 0) => "authenticator",
        (false, var keys) => $"{keys} passkeys",
        (true, var keys) => $"authenticator, {keys} passkeys",
    };

    private void AskInvite() => (_open, _roles, _email, _name, _merchant, _refusal, _sent) = (new Sheet(null), [], "", "", "", null, null);

    private void AskRoles(PersonView person) => (_open, _roles, _merchant, _refusal, _sent) =
        (new Sheet(person), person.MerchantId is null ? [.. person.Roles] : [Names.Snake(Role.Merchant)],
            person.MerchantId?.ToString() ?? "", null, null);

    private void Close() => _open = null;

    private void Choose(string role, bool isChosen) => _ = isChosen ? _roles.Add(role) : _roles.Remove(role);

    private async Task SaveAsync()
    {
        var person = _open!.Person;
        if (person is null)
        {
            var merchant = Guid.TryParse(_merchant, out var id) ? id : (Guid?)null;
            string[] roles = merchant is null ? [.. _roles] : [Names.Snake(Role.Merchant)];
            var sent = await StepUp.RunAsync(() =>
                Desk.InviteAsync(new Invitation(_email, _name, roles, merchant), new Uri(Navigation.BaseUri), Gone));
            await FinishAsync(sent, one => _sent = one);
            return;
        }
        var changed = await StepUp.RunAsync(() => Desk.ChangeRolesAsync(person.Id, [.. _roles], Gone));
        await FinishAsync(changed,
            decided => Notices.Done(decided.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{person.DisplayName}: {string.Join(", ", decided.Done!.Roles.Select(ConsolePages.RoleName))}."));
    }

    // Letting somebody in again follows from one press; shutting somebody out says first what else ends with it.
    private async Task ToggleAsync(PersonView person)
    {
        if (person.IsDisabled)
        {
            await SetDisabledAsync(person, false, null);
            return;
        }
        var follows = await Desk.DisablingAsync(person.Id, Gone);
        if (follows.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        (_leaving, _follows, _refusal, _sent) = (person, follows.Value, null, null);
    }

    private Task DisableAsync(string reason) => SetDisabledAsync(_leaving!, true, reason);

    private void Keep() => _leaving = null;

    private async Task SetDisabledAsync(PersonView person, bool isDisabled, string? reason) => await FinishAsync(
        await StepUp.RunAsync(() => Desk.SetDisabledAsync(person.Id, isDisabled, reason, Gone)), one =>
            Notices.Done($"{one.DisplayName} is {(one.IsDisabled ? "disabled" : "enabled")}."));

    private async Task ResetAsync(PersonView person) => await FinishAsync(
        await StepUp.RunAsync(() => Desk.ResetSecondFactorAsync(person.Id, Gone)), one =>
            Notices.Done($"{one.DisplayName} sets up a new second factor at the next sign-in."));

    private async Task SignOutAsync(PersonView person) => await FinishAsync(
        await StepUp.RunAsync(() => Desk.SignOutAsync(person.Id, Gone)), one =>
            Notices.Done($"{one.DisplayName} is signed out everywhere."));

    private async Task InviteAgainAsync(PersonView person) => await FinishAsync(
        await StepUp.RunAsync(() => Desk.InviteAgainAsync(person.Id, new Uri(Navigation.BaseUri), Gone)), one => _sent = one);

    private async Task FinishAsync<T>(Result<T> outcome, Action<T> done)
    {
        if (outcome.Failed(out var refused))
        {
            if (_open is null && _leaving is null)
            {
                Notices.Refused(refused.Message);
            }
            _refusal = refused.Message;
            return;
        }
        (_open, _leaving) = (null, null);
        done(outcome.Value);
        await ReloadAsync();
    }

    private sealed record Sheet(PersonView? Person);
}
