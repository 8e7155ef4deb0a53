using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using OtcBackoffice.Desks.Audit;

namespace OtcBackoffice.Hosting;

/// <summary>
/// A signed-in person who may not open a page gets 403 and, at the same address, the sentence naming the role it needs.
/// The page itself is not run: the router checks the same rule again and renders the refusal in its place. That somebody
/// tried goes on record, page or not.
/// </summary>
public sealed class RefusedPages : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
        {
            var desk = context.RequestServices.GetRequiredService<AuditDesk>();
            await desk.NoteRefusalAsync($"{context.Request.Method} {context.Request.Path}", context.RequestAborted);
        }
        if (authorizeResult.Forbidden && context.Request.Path.StartsWithSegments(SchedulerPages.Path, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>();
        if (!authorizeResult.Forbidden || page is null)
        {
            await _usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await next(context);
    }
}
