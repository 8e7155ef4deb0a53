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

    public static async Task<PostgresCluster> StartAsync()
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
        var cluster = new PostgresCluster(bin, folder, port);
        await cluster.AsOwnerAsync("initdb",
            ["-D", cluster.Data, "-U", "otc", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync"]);
        await cluster.BeginAsync();
        return cluster;
    }

    public Task BeginAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "60", "-o",
        $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off", "start"]);

    public Task StopAsync() => AsOwnerAsync("pg_ctl", ["-D", Data, "-m", "fast", "-w", "stop"]);

    /// <summary>Lets the server take writes, or none.</summary>
    public async Task SetReadOnlyAsync(bool isReadOnly)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var set = $"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}";
        foreach (var sql in (string[])[set, "SELECT pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await AsOwnerAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]);
        }
        catch (InvalidOperationException)
        {
            // It was stopped already.
        }
        Directory.Delete(_folder, recursive: true);
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
