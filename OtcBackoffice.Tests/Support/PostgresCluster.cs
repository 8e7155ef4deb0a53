using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OtcBackoffice.Tests.Support;

/// <summary>A PostgreSQL server of a test's own, so that it may be stopped, started and made read-only.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _bin;
    private readonly string _folder;
    private readonly int _port;

    private PostgresCluster(string bin, string folder, int port) => (_bin, _folder, _port) = (bin, folder, port);

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=otc;Database=postgres;Maximum Pool Size=30;Timeout=5";

    /// <summary>Where it listens, for a connection string of several servers.</summary>
    public string Server => $"127.0.0.1:{_port}";

    public static async Task<PostgresCluster> StartAsync()
    {
        var cluster = await FolderAsync();
        await cluster.AsOwnerAsync("initdb",
            ["-D", cluster.Data, "-U", "otc", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync"]);
        await cluster.BeginAsync();
        return cluster;
    }

    /// <summary>A second server that repeats what this one commits, and can take its place.</summary>
    public async Task<PostgresCluster> StandbyAsync()
    {
        var standby = await FolderAsync();
        await standby.AsOwnerAsync("pg_basebackup",
            ["-h", "127.0.0.1", "-p", $"{_port}", "-U", "otc", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync"]);
        await standby.BeginAsync();
        return standby;
    }

    private static async Task<PostgresCluster> FolderAsync()
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(home => Path.Combine(home, "bin"))
            .First(Directory.Exists);
        var folder = Path.Combine(Path.GetTempPath(), $"otc-pg-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", folder]);
        }
        return new PostgresCluster(bin, folder, port);
    }

    public Task BeginAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "-o",
        $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off", "start"]);

    /// <summary>Dies as a machine does: nothing is written to the end, nobody is told.</summary>
    public Task CutAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]);

    /// <summary>Acknowledges nothing from here on that a standby does not have.</summary>
    public Task RequireStandbyAsync() => RunSqlAsync("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-w", "promote"]);

    /// <summary>Lets a standby stand still, or go on.</summary>
    public Task HoldReplayAsync(bool isHeld) => RunSqlAsync($"SELECT pg_wal_replay_{(isHeld ? "pause" : "resume")}()");

    public Task StopAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-m", "fast", "-w", "stop"]);

    /// <summary>Lets the server take writes, or none.</summary>
    public async Task SetReadOnlyAsync(bool isReadOnly)
    {
        await RunSqlAsync($"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}", "SELECT pg_reload_conf()");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CutAsync();
        }
        catch (InvalidOperationException)
        {
            // It was stopped already.
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunSqlAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private string Data => Path.Combine(_folder, "data");

    // The server refuses to run as root.
    private Task AsOwnerAsync(string program, IReadOnlyList<string> arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_bin, program), .. arguments])
        : RunAsync(Path.Combine(_bin, program), arguments);

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments)
    {
        // A server that inherited our pipes would keep them open for as long as it runs.
        string[] quiet = ["-c", "\"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", quiet) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
