using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Shared;

/// <summary>A kind of record whose answers say what their reader may do with it.</summary>
/// <param name="Path">Where its routes lie, below the surface.</param>
/// <param name="One">The member that holds one record; empty when the answer is the record itself.</param>
/// <param name="Many">The member that holds a list of them.</param>
/// <param name="Rules">What it offers.</param>
internal sealed record RecordOffer(string Path, string One, string Many, IReadOnlyList<ActionRule> Rules);

/// <summary>
/// Adds <c>actions</c> to every record of the staff's routes, on lists and in the answers of commands as well (issue 19): what its reader
/// may do, by which key, and why not. Merchants are told nothing of the desk's own actions. A deposit asks its desk, which knows more.
/// </summary>
internal static class RecordActions
{
    /// <summary>Makes the routes of a group tell the actions of the kinds that lie there.</summary>
    public static void AddActions(this RouteGroupBuilder group, string prefix) =>
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } text } && KindAt(text, prefix) is { } kind)
            {
                endpoint.FilterFactories.Add((_, next) => async call => Told(await next(call), kind, call.HttpContext));
            }
        });

    private static RecordOffer? KindAt(string text, string prefix) =>
        $"/{text.Trim('/')}/" is var path && path.StartsWith(prefix, StringComparison.Ordinal)
            ? RecordOffers.All.Where(kind => path[prefix.Length..].StartsWith(kind.Path + "/", StringComparison.Ordinal))
                .MaxBy(kind => kind.Path.Length)
            : null;

    private static object? Told(object? result, RecordOffer kind, HttpContext http)
    {
        var roles = RoleSet.FromNames(http.User.FindAll(ClaimTypes.Role).Select(claim => claim.Value));
        if (result is not IValueHttpResult { Value: { } value } || !roles.IsStaff
            || !Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var reader))
        {
            return result;
        }
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        if (status >= StatusCodes.Status400BadRequest || JsonSerializer.SerializeToNode(value, value.GetType(), ApiJson.Writing)
            is not JsonObject answer)
        {
            return result;
        }
        var now = http.RequestServices.GetRequiredService<TimeProvider>().UtcNowMillis();
        foreach (var record in Records(answer, kind))
        {
            var facts = new RecordFacts(record, reader, roles, now);
            var actions = kind.Rules.Select(rule => rule.For(facts)).ToList();
            record["actions"] = JsonSerializer.SerializeToNode<IReadOnlyList<RecordActionView>>(actions, ApiJson.Writing);
        }
        return Answers.Json(answer, status);
    }

    private static IEnumerable<JsonObject> Records(JsonObject answer, RecordOffer kind) =>
        answer[kind.Many] is JsonArray rows ? rows.OfType<JsonObject>()
            : kind.One.Length == 0 ? [answer]
            : answer[kind.One] is JsonObject one ? [one]
            : [];
}
