using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtcBackoffice.Data.Telemetry;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Sends traces, metrics and logs to a collector over OTLP, when the standard <c>OTEL_EXPORTER_OTLP_*</c> settings name one. Off
/// without; and whatever is wrong with the collector or its address, the desk runs.
/// </summary>
public static class TelemetryHosting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL",
        Timeout = "OTEL_EXPORTER_OTLP_TIMEOUT";

    // A collector that is dead may cost an exit this long, and never a request.
    private const string TimeoutMilliseconds = "2000", ExportIntervalMilliseconds = "10000";

    private static readonly string[] Endpoints =
        [Endpoint, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    /// <summary>Registers the exporters when an endpoint is set; answers what is to be said at the start, or null.</summary>
    public static TelemetryState AddTelemetry(this IServiceCollection services, ConfigurationManager configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var state = Read(configuration);
        services.AddSingleton(state);
        if (!state.IsOn)
        {
            return state;
        }
        configuration[Protocol] ??= "http/protobuf";
        configuration[Timeout] ??= TimeoutMilliseconds;
        configuration["OTEL_METRIC_EXPORT_INTERVAL"] ??= ExportIntervalMilliseconds;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                configuration["OTEL_SERVICE_NAME"] ?? "otc-backoffice", serviceVersion: ProductVersion.Number,
                serviceInstanceId: Environment.MachineName))
            .WithTracing(Trace)
            .WithMetrics(metrics => metrics.AddMeter(DeskTrace.Name, "Npgsql").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging(_ => { }, options => options.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return state;
    }

    private static void Trace(TracerProviderBuilder tracing) => tracing
        .AddSource(DeskTrace.Name)
        .AddAspNetCoreInstrumentation(options => options.Filter = http => IsWorth(http.Request.Path))
        .AddHttpClientInstrumentation()
        .AddEntityFrameworkCoreInstrumentation()
        .AddNpgsql();

    // Probes and files say nothing about the desk's work and would be most of what is sent.
    private static bool IsWorth(PathString path) =>
        !path.StartsWithSegments("/health", StringComparison.Ordinal) && !path.StartsWithSegments("/_content", StringComparison.Ordinal)
        && !path.StartsWithSegments("/_framework", StringComparison.Ordinal) && !Path.HasExtension(path);

    private static TelemetryState Read(ConfigurationManager configuration)
    {
        var set = Endpoints.Where(name => configuration[name] is { Length: > 0 }).ToList();
        var wrong = set.Where(name => !Uri.TryCreate(configuration[name], UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")).ToList();
        if (set.Count == 0)
        {
            return new TelemetryState(false, null);
        }
        return wrong.Count > 0
            ? new TelemetryState(false,
                $"Telemetry is off: {string.Join(", ", wrong)} must be an address such as http://collector:4318. The desk runs without it.")
            : new TelemetryState(true,
                $"Traces, metrics and logs go by {configuration[Protocol] ?? "http/protobuf"} to {configuration[set[0]]}.");
    }
}

/// <summary>Whether telemetry is sent.</summary>
/// <param name="IsOn">Whether exporters run.</param>
/// <param name="Said">What the start says about it; null when nothing is set.</param>
public sealed record TelemetryState(bool IsOn, string? Said);
