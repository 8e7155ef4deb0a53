using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Keeps the sandbox's clock the same on all nodes: one row, a signal when it was moved, and a look every two seconds for a
/// signal that was lost.
/// </summary>
public sealed partial class SandboxTime(BackofficeDatabase database, SandboxClock clock, DeskSignals signals, ILogger<SandboxTime> log)
    : BackgroundService, ISandboxOffset
{
    private static readonly TimeSpan Polling = TimeSpan.FromSeconds(2);

    /// <summary>Puts the clock on the row, which must be there by now.</summary>
    public void Share()
    {
        clock.Shared = this;
        clock.Refresh();
    }

    /// <inheritdoc/>
    public long Read()
    {
        using var db = database.CreateDbContext();
        return db.SandboxClocks.AsNoTracking().Where(row => row.Id == 1).Select(row => row.OffsetSeconds).FirstOrDefault();
    }

    /// <inheritdoc/>
    public long Add(long seconds)
    {
        // Where the clock was moved before there was a row, the row begins there.
        var begin = (long)clock.Offset.TotalSeconds + seconds;
        using var db = database.CreateDbContext();
        var offset = db.Database.SqlQuery<long>($"""
            INSERT INTO sandbox_clocks (id, offset_seconds) VALUES (1, {begin})
            ON CONFLICT (id) DO UPDATE SET offset_seconds = sandbox_clocks.offset_seconds + {seconds} RETURNING offset_seconds AS "Value"
            """).AsEnumerable().Single();
        signals.Publish([new DeskSignal(Topics.SandboxClock, Guid.Empty)]);
        return offset;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var moved = new SemaphoreSlim(0, 1);
        using var listening = signals.Listen(signal =>
        {
            lock (moved)
            {
                if (signal is { Topic: Topics.SandboxClock, IsFromAfar: true } && moved.CurrentCount == 0)
                {
                    moved.Release();
                }
            }
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            await moved.WaitAsync(Polling, stoppingToken);
            try
            {
                clock.Refresh();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(log, fault);
            }
        }
    }

    [LoggerMessage(EventId = 1851, Level = LogLevel.Debug, Message = "The sandbox's clock could not be read; it is in a moment.")]
    private static partial void LogNotRead(ILogger log, Exception fault);
}
