using System.Diagnostics;
using System.Security.Claims;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Security;

/// <summary>Who is asking: the circuit's user, or the user of the HTTP request. One per scope.</summary>
public sealed class CurrentActor(IHttpContextAccessor http) : IActorSource
{
    /// <summary>The user of this circuit; it wins, because a circuit outlives the request that opened it.</summary>
    public ClaimsPrincipal? CircuitUser { get; set; }

    /// <summary>The address that the circuit was opened from.</summary>
    public string? CircuitAddress { get; set; }

    /// <summary>Whether the circuit was opened from this machine.</summary>
    public bool CircuitIsLocal { get; set; }

    /// <summary>Who acts where neither a circuit nor a request does: the people of the demo's past. Nothing outside can set it.</summary>
    internal Actor? Played { get; set; }

    /// <summary>Whether the circuit or request comes from this machine.</summary>
    public bool IsLocal => CircuitUser is not null ? CircuitIsLocal : ClientAddress.IsLocal(http.HttpContext);

    /// <inheritdoc/>
    public Actor? Current => Played ?? (CircuitUser is { } user
        ? DeskClaims.ToActor(user, Activity.Current?.TraceId.ToString() ?? "", CircuitAddress)
        : DeskClaims.ToActor(http.HttpContext?.User, RequestIds.Of(http.HttpContext), ClientAddress.Of(http.HttpContext)?.ToString())
        is { } actor
            ? actor with { Call = http.HttpContext?.Features.Get<SignedCall>(), Route = RouteOf(http.HttpContext),
                Subject = SubjectOf(http.HttpContext) }
            : null);

    private static string RouteOf(HttpContext? http) => http is null ? ""
        : $"{http.Request.Method} /{(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/')}";

    // The last id of a path is what the request is about; those before it say whose it is.
    private static Guid? SubjectOf(HttpContext? http) => http?.Request.RouteValues.Values.Reverse()
        .Select(value => Guid.TryParse(value as string, out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null);
}
