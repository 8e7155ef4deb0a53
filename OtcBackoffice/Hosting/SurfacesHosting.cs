namespace OtcBackoffice.Hosting;

/// <summary>Puts the API surfaces on the desks.</summary>
public static class SurfacesHosting
{
    /// <summary>What the surfaces need.</summary>
    public static IServiceCollection AddSurfaces(this IServiceCollection services) => services;

    /// <summary>Middleware of the surfaces; it comes before the console's.</summary>
    public static void UseSurfaces(this WebApplication app) => ArgumentNullException.ThrowIfNull(app);

    /// <summary>Routes of the surfaces.</summary>
    public static void MapSurfaces(this WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}
