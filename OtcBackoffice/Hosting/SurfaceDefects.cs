using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Exceptions on API paths, in the surface's own dialect. They are defects or a database that is down; the caller learns
/// which of the two, and the request id by which the log knows the rest.
/// </summary>
public sealed class SurfaceDefects(ILogger<SurfaceDefects> log, SurfaceList surfaces) : IExceptionHandler
{
    // SQLite: busy, locked, read-only, I/O error, full, cannot open. The rest is a defect.
    private static readonly int[] SqliteOutages = [5, 6, 8, 10, 13, 14];

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (surfaces.At(httpContext.Request.Path)?.Dialect is not { } dialect)
        {
            return false;
        }
        if (exception is BadHttpRequestException refused)
        {
            await dialect.WriteFaultAsync(httpContext, refused.StatusCode);
            return true;
        }
        var isOutage = IsOutage(exception);
        log.LogError(exception, "Request {RequestId} failed at {Path}", RequestTag.Of(httpContext), httpContext.Request.Path);
        await dialect.WriteFaultAsync(httpContext, isOutage ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        return true;
    }

    /// <summary>Whether the database cannot be reached or cannot take writes now.</summary>
    internal static bool IsOutage(Exception? exception) => exception switch
    {
        null => false,
        WriteLostException => true,
        SqliteException sqlite => SqliteOutages.Contains(sqlite.SqliteErrorCode),
        PostgresException postgres => postgres.SqlState.StartsWith("08", StringComparison.Ordinal) || postgres.SqlState.StartsWith("53", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("57", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => IsOutage(exception.InnerException),
    };
}
