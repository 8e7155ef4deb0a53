using Microsoft.AspNetCore.Mvc;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// An API surface as a value: where it lies, who opens it, how it speaks, and its routes. Faults before a desk, limits,
/// unknown paths and documents walk the list of surfaces, so that a new one is one value in its own room and one line in
/// hosting.
/// </summary>
/// <param name="Name">Its name in documents and metrics: <c>deposit-desk</c>.</param>
/// <param name="Dialect">How it says no.</param>
/// <param name="Schemes">The authentication schemes that open it, parted by commas.</param>
/// <param name="Map">Adds its routes.</param>
public sealed record Surface(string Name, SurfaceDialect Dialect, string Schemes, Action<IEndpointRouteBuilder, Surface> Map)
{
    /// <summary>The paths below which everything is its own. The longest one that fits decides between surfaces.</summary>
    public required IReadOnlyList<PathString> Prefixes { get; init; }

    /// <summary>Whether the prefix alone, with nothing below it, is a page of people.</summary>
    public bool RootIsPage { get; init; }

    /// <summary>
    /// Whether its specification ends every path with a slash. Both spellings are answered; documents show the
    /// specification's.
    /// </summary>
    public bool EndsWithSlash { get; init; }

    /// <summary>Whether an address that goes on after 429 is shut out for a while with 418 (specification 001).</summary>
    public bool ShutsOut { get; init; }

    /// <summary>Who may call its routes.</summary>
    public SurfaceGuard Guard => new(Schemes);

    /// <summary>A group of its routes, with the limits of a JSON body.</summary>
    public RouteGroupBuilder Group(IEndpointRouteBuilder routes, string prefix) =>
        routes.MapGroup(prefix).WithMetadata(this, new RequestSizeLimitAttribute(ApiJson.TransportBytesMax));

    /// <summary>How many characters of the path its longest fitting prefix covers; -1 when none fits.</summary>
    internal int Cover(PathString path) => Prefixes
        .Where(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase, out var rest)
            && (rest.HasValue || !RootIsPage))
        .Select(prefix => prefix.Value!.Length).DefaultIfEmpty(-1).Max();
}

/// <summary>The surfaces that this desk serves.</summary>
public sealed class SurfaceList(IReadOnlyList<Surface> all)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Surface> All => all;

    /// <summary>The surface that a path belongs to; null for pages and everything else.</summary>
    public Surface? At(PathString path)
    {
        Surface? found = null;
        var longest = -1;
        foreach (var surface in all)
        {
            var cover = surface.Cover(path);
            (found, longest) = cover > longest ? (surface, cover) : (found, longest);
        }
        return found;
    }
}
