using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Support;

/// <summary>Keeps what the product logged, so that a test can read it or insist that nothing went wrong.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    public IReadOnlyList<LogLine> All => [.. _lines];

    public IReadOnlyList<LogLine> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error)];

    public ILogger CreateLogger(string categoryName)
    {
        return new Logger(this, categoryName);
    }

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            return null;
        }

        public bool IsEnabled(LogLevel logLevel)
        {
            return logLevel != LogLevel.None;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lines._lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), exception) { EventId = eventId.Id });
        }
    }
}

public sealed record LogLine(LogLevel Level, string Category, string Text, Exception? Fault)
{
    /// <summary>The id that alarms go by; 0 when the line has none.</summary>
    public int EventId { get; init; }

    public override string ToString()
    {
        return $"{Level} {Category}: {Text}{(Fault is null ? "" : "\n" + Fault)}";
    }
}
