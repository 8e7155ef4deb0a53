using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Security;

/// <summary>Tells the circuit's scope who its user is, at its start and whenever that changes.</summary>
public sealed class CircuitUsers(AuthenticationStateProvider states, CurrentActor actor, IHttpContextAccessor http) : CircuitHandler,
    IDisposable
{
    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        actor.CircuitAddress = http.HttpContext?.Connection.RemoteIpAddress?.ToString();
        actor.CircuitIsLocal = ClientAddress.IsLocal(http.HttpContext);
        actor.CircuitUser = (await states.GetAuthenticationStateAsync()).User;
        states.AuthenticationStateChanged += OnChanged;
    }

    /// <inheritdoc/>
    public void Dispose() => states.AuthenticationStateChanged -= OnChanged;

    private void OnChanged(Task<AuthenticationState> state) => _ = FollowAsync(state);

    private async Task FollowAsync(Task<AuthenticationState> state) => actor.CircuitUser = (await state).User;
}

/// <summary>
/// Looks every half minute, and whenever it is told that something changed, whether the circuit's session still holds. The
/// desk refuses the next command anyway; this closes what is only being looked at.
/// </summary>
public sealed class CircuitRevalidation(ILoggerFactory loggers, SessionGuard guard) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <summary>Looks now, and signs the circuit out when its session does not hold.</summary>
    public async Task LookAsync()
    {
        var state = GetAuthenticationStateAsync();
        if (!await guard.HoldsAsync((await state).User, useMemory: false, CancellationToken.None))
        {
            SignOut();
        }
    }

    /// <summary>Signs the circuit out; its pages lead to the sign-in page.</summary>
    public void SignOut() => SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        try
        {
            return await guard.HoldsAsync(authenticationState.User, useMemory: false, cancellationToken);
        }
        catch (Exception fault) when (Outages.IsOutage(fault))
        {
            // A database that is away for a moment signs nobody out: without it nothing can be read or done anyway.
            return true;
        }
    }
}
