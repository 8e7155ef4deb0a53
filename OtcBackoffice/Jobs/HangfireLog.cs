using System.Collections.Immutable;
using Hangfire.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Hands what the scheduler logs to the host. The scheduler knows one log for the whole process, while hosts come and go in
/// it (tests start many): the newest host that lives gets the lines, and none is ever asked after its end.
/// </summary>
internal sealed class HangfireLog : ILogProvider
{
    private static readonly Lock Gate = new();
    private static ImmutableList<ILoggerFactory> _hosts = [];

    [ThreadStatic]
    private static bool _isHeldBack;

    /// <summary>Sends lines to a host until the answer is disposed of.</summary>
    public static IDisposable Attach(ILoggerFactory host)
    {
        lock (Gate)
        {
            if (_hosts.Count == 0)
            {
                LogProvider.SetCurrentLogProvider(new HangfireLog());
            }
            _hosts = _hosts.Add(host);
        }
        return new Attachment(host);
    }

    /// <summary>
    /// Keeps back what is logged on this thread until the answer is disposed of: a store that cannot be opened throws, and
    /// the start says that in one sentence instead of a trace and a sentence.
    /// </summary>
    public static IDisposable HoldBack() => new Silence();

    /// <inheritdoc/>
    public ILog GetLogger(string name) => new Line(name);

    private sealed class Line(string name) : ILog
    {
        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            if (_isHeldBack || _hosts is not [.., var host])
            {
                return false;
            }
            try
            {
                var (log, level) = (host.CreateLogger(name), Level(logLevel));
                if (messageFunc is not null && log.IsEnabled(level))
                {
                    log.Log(level, default, messageFunc(), exception, static (text, _) => text);
                }
                return log.IsEnabled(level);
            }
            catch (ObjectDisposedException)
            {
                // The host ended between the look and the line.
                return false;
            }
        }

        private static Microsoft.Extensions.Logging.LogLevel Level(LogLevel level) => level switch
        {
            LogLevel.Trace => Microsoft.Extensions.Logging.LogLevel.Trace,
            LogLevel.Debug => Microsoft.Extensions.Logging.LogLevel.Debug,
            LogLevel.Info => Microsoft.Extensions.Logging.LogLevel.Information,
            LogLevel.Warn => Microsoft.Extensions.Logging.LogLevel.Warning,
            LogLevel.Error => Microsoft.Extensions.Logging.LogLevel.Error,
            _ => Microsoft.Extensions.Logging.LogLevel.Critical,
        };
    }

    private sealed class Attachment(ILoggerFactory host) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                _hosts = _hosts.Remove(host);
            }
        }
    }

    private sealed class Silence : IDisposable
    {
        public Silence() => _isHeldBack = true;

        public void Dispose() => _isHeldBack = false;
    }
}
