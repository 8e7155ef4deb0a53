using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Data.Identity;

namespace OtcBackoffice.Security;

/// <summary>Tells the circuit's scope who its user is, at its start and whenever that changes.</summary>
public sealed class CircuitUsers(AuthenticationStateProvider states, CurrentActor actor, IHttpContextAccessor http) : CircuitHandler, IDisposable
{
    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        actor.CircuitAddress = http.HttpContext?.Connection.RemoteIpAddress?.ToString();
        actor.CircuitUser = (await states.GetAuthenticationStateAsync()).User;
        states.AuthenticationStateChanged += OnChanged;
    }

    /// <inheritdoc/>
    public void Dispose() => states.AuthenticationStateChanged -= OnChanged;

    private void OnChanged(Task<AuthenticationState> state) => _ = FollowAsync(state);

    private async Task FollowAsync(Task<AuthenticationState> state) => actor.CircuitUser = (await state).User;
}

/// <summary>
/// Looks every half minute whether the circuit's user may still be signed in. The desk refuses the next command anyway; this
/// closes what is only being looked at.
/// </summary>
public sealed class CircuitRevalidation(ILoggerFactory loggers, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<BackofficeUser>>();
        var user = await users.GetUserAsync(authenticationState.User);
        if (user is null || user.IsDisabled)
        {
            return false;
        }
        var stamp = authenticationState.User.FindFirstValue(users.Options.ClaimsIdentity.SecurityStampClaimType);
        return stamp == await users.GetSecurityStampAsync(user);
    }
}
