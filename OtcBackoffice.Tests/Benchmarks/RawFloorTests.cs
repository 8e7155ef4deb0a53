using System.Net;
using System.Text.Json;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>A floor that does less than it says would make every ratio a lie.</summary>
public sealed class RawFloorTests : IAsyncLifetime
{
    private const int Deposits = 2_000;

    private RawFloor _floor = null!;

    public async Task InitializeAsync()
    {
        _floor = await RawFloor.CreateAsync(Deposits, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _floor.DisposeAsync();
    }

    [Fact]
    public async Task One_commit_writes_all_its_rows_and_many_callers_share_commits()
    {
        await using var writer = await _floor.StartWriterAsync(batchMax: 128, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(1, 300).Select(writer.ConfirmAsync));

        Assert.InRange(writer.Commits, 3, 100);
        Assert.Equal(300, await CountAsync("audit"));
        Assert.Equal(900, await CountAsync("postings"));
        Assert.Equal(300, await CountAsync("outbox WHERE sent_at_utc IS NULL"));
        Assert.Equal(300, await CountAsync("deposits WHERE status = 'confirmed' AND version = 2"));
        Assert.Equal(170, await CountAsync("deposits WHERE status = 'pending'"));
    }

    [Fact]
    public async Task Counters_follow_the_moves()
    {
        await using var writer = await _floor.StartWriterAsync(batchMax: 1, CancellationToken.None);

        await writer.ConfirmAsync(10);
        await writer.ConfirmAsync(20);
        await writer.ConfirmAsync(10);

        var counted = await ScalarAsync("SELECT count FROM counters WHERE queue = 'pending'");
        Assert.Equal(await CountAsync("deposits WHERE status = 'pending'"), counted);
        Assert.Equal(1, await ScalarAsync("SELECT count FROM counters WHERE queue = 'confirmed'"));
    }

    [Fact]
    public async Task A_request_that_fails_takes_nobody_with_it()
    {
        await using var writer = await _floor.StartWriterAsync(batchMax: 128, CancellationToken.None);

        var (good, bad, alsoGood) = (writer.ConfirmAsync(10), writer.ConfirmAsync(Deposits + 1), writer.ConfirmAsync(20));

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Task.WhenAll(good, alsoGood);
        Assert.Equal(2, await CountAsync("audit"));
    }

    [Fact]
    public async Task The_bare_list_walks_a_queue_by_key_without_gap_or_repeat()
    {
        await using var host = await RawHost.StartAsync(_floor, 1, CancellationToken.None);
        using var client = new HttpClient { BaseAddress = host.Address };
        var numbers = new List<int>();

        for (var after = 0; ; after = numbers[^1])
        {
            var page = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(RawHost.List(after))).GetProperty("deposits");
            numbers.AddRange(page.EnumerateArray().Select(deposit => deposit.GetProperty("number").GetInt32()));
            if (page.GetArrayLength() < RawReader.PageSize)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, Deposits / 10).Select(index => index * 10), numbers);
    }

    [Fact]
    public async Task The_load_counts_answers_and_refuses_to_measure_refusals()
    {
        await using var host = await RawHost.StartAsync(_floor, 128, CancellationToken.None);

        var reading = await HttpLoad.RunAsync(host.Address, 4, 0.3,
            call => HttpLoad.Request(host.Address, "POST", RawHost.Commit((call % Deposits) + 1)), CancellationToken.None);

        Assert.Equal(reading.Also!["requests"], await CountAsync("audit"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => HttpLoad.RunAsync(host.Address, 1, 0.3, _ => HttpLoad.Request(host.Address, "GET", "/nowhere"), CancellationToken.None));
        Assert.Contains(((int)HttpStatusCode.NotFound).ToString(), refusal.Message, StringComparison.Ordinal);
    }

    private Task<long> CountAsync(string rows)
    {
        return ScalarAsync("SELECT count(*) FROM " + rows);
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = await _floor.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
