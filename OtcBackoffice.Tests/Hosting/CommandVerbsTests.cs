using Microsoft.Data.Sqlite;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>The verbs as an operator's script calls them: an exit code and nothing left half done.</summary>
public sealed class CommandVerbsTests : IDisposable
{
    private readonly TempDirectory _root = new();

    private string DeskDirectory => _root.File("desk");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_demo_desk_is_made_verified_backed_up_and_restored()
    {
        var backup = _root.File("set");

        Assert.Equal(0, await RunAsync("demo"));
        Assert.Equal(1, await RunAsync("demo"));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(0, await RunAsync("backup", backup));
        Assert.Equal(1, await RunAsync("backup", backup));
        Assert.Equal(0, await RunAsync("user", "add", "new@desk.example", "New Person", "otc_officer"));
        Assert.Equal(0, await RunAsync("credential", "add", "new@desk.example", "script"));
        Assert.Equal(0, await RunAsync("credential", "add", "block_trade", "Acacia Traders", "pricer", "TRADE,USER_DATA",
            "203.0.113.0/24"));
        Assert.Equal(1, await RunAsync("credential", "add", "block_trade", "Acacia Traders", "pricer", "everything"));
        Assert.Equal(1, await RunAsync("credential", "add", "exchange", "Nobody", "pricer", "otc-exchanges:read"));
        Assert.Equal(0, await RunAsync("restore", backup));
        Assert.Equal(1, await RunAsync("user", "disable", "new@desk.example"));
        Assert.Equal(0, await RunAsync("user", "disable", "officer@demo.local"));
        Assert.Equal(0, await RunAsync("verify"));
    }

    [Fact]
    public async Task What_a_backup_held_open_does_not_come_alive_with_it()
    {
        var backup = _root.File("set");
        Assert.Equal(0, await RunAsync("demo"));
        await WriteAsync("""
            INSERT INTO user_sessions (id, user_id, created_at_utc, last_seen_at_utc, fresh_at_utc, has_second_factor, device, method)
            SELECT id, id, 1, 1, 1, 0, '', '' FROM users LIMIT 1;
            INSERT INTO one_time_links (id, purpose, secret_sha256, created_at_utc, expires_at_utc) SELECT id, 'invitation', '', 1, 9999999999999 FROM users LIMIT 1;
            """);
        Assert.Equal(0, await RunAsync("backup", backup));

        Assert.Equal(0, await RunAsync("restore", backup));

        Assert.Equal(0L, await ReadAsync(
            "SELECT (SELECT count(*) FROM user_sessions WHERE ended_at_utc IS NULL) + (SELECT count(*) FROM one_time_links WHERE "
            + "used_at_utc IS NULL)"));
        Assert.Equal(1L, await ReadAsync("SELECT count(*) FROM audit_log WHERE action = 'desk.restore'"));
        Assert.Equal(0, await RunAsync("verify"));
    }

    [Fact]
    public async Task An_address_that_was_given_out_after_the_backup_is_not_given_out_again()
    {
        var backup = _root.File("set");
        Assert.Equal(0, await RunAsync("demo"));
        await WriteAsync("""
            INSERT INTO gateway_keys (id, chain, extended_public_key, status, next_index, last_paid_index, gap_limit, created_by,
                created_at_utc, version)
            VALUES ('019AD000-0000-7000-8000-000000000001', 'tron', 'xpub-of-custody', 'active', 5, 2, 200,
                '019AD000-0000-7000-8000-000000000002', 1, 1);
            INSERT INTO number_sequences (name, last_number) VALUES ('gateway_address:TRX', 1005);
            """);
        Assert.Equal(0, await RunAsync("backup", backup));
        await WriteAsync("UPDATE gateway_keys SET next_index = 57, last_paid_index = 40; UPDATE number_sequences SET last_number = 1500 "
            + "WHERE name = 'gateway_address:TRX'");

        Assert.Equal(0, await RunAsync("restore", backup));
        Assert.Equal("57 40 active", await ReadAsync("SELECT next_index || ' ' || last_paid_index || ' ' || status FROM gateway_keys"));
        Assert.Equal(1500L, await ReadAsync("SELECT last_number FROM number_sequences WHERE name = 'gateway_address:TRX'"));

        // A machine that is lost cannot say how far it had come: its keys are closed, and payments wait for new ones.
        Directory.Delete(DeskDirectory, recursive: true);
        Assert.Equal(0, await RunAsync("restore", backup));
        Assert.Equal("replaced", await ReadAsync("SELECT status FROM gateway_keys"));
        Assert.Equal(1L, await ReadAsync("SELECT count(*) FROM audit_log WHERE action = 'gateway_key.close'"));
        Assert.Equal(0, await RunAsync("verify"));
    }

    [Fact]
    public async Task Verify_fails_on_books_that_were_bent()
    {
        Assert.Equal(0, await RunAsync("demo"));
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(DeskDirectory, "backoffice.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE ledger_accounts SET debit_minor = debit_minor + 1 WHERE key = 'treasury:USDT.TRON'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        Assert.Equal(1, await RunAsync("verify"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("user")]
    [InlineData("credential", "revoke", "nobody")]
    public async Task A_wrong_call_ends_with_one(params string[] words) => Assert.Equal(1, await RunAsync(words));

    [Fact]
    public async Task Help_ends_with_nothing() => Assert.Equal(0, await RunAsync("help"));

    private async Task WriteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(DeskDirectory, "backoffice.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
    }

    private async Task<object?> ReadAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(DeskDirectory, "backoffice.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private Task<int> RunAsync(params string[] words) =>
        CommandVerbs.RunAsync([.. words, $"--Data:Directory={DeskDirectory}", "--Backup:Passphrase=correct horse battery",
        "--environment=Development", "--applicationName=OtcBackoffice"]);
}
