using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Api.Shared;

/// <summary>The query parameters that a route reads, for its document. A test asks each route and compares what it read.</summary>
/// <param name="Names">Their names.</param>
public sealed record RouteQuery(IReadOnlyList<string> Names);

/// <summary>How a route says what it reads.</summary>
internal static class RouteQueries
{
    /// <summary>Says that a route reads these query parameters.</summary>
    public static TBuilder Reads<TBuilder>(this TBuilder route, params IReadOnlyList<string> names)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteQuery(names));

    /// <summary>Says that a route reads what a quiet list can be asked.</summary>
    public static TBuilder Reads<TBuilder>(this TBuilder route, ListRules rules)
        where TBuilder : IEndpointConventionBuilder => route.Reads(rules.Asked);
}
