using System.Security.Cryptography;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Store;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Store;

/// <summary>The bucket against a server that takes the contract at its word.</summary>
public sealed class S3StoreTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ObjectWrite Once = new(long.MaxValue, IsOnce: true), Again = new(long.MaxValue, IsOnce: false);

    private ObjectServer? _server;
    private S3Store? _store;

    private ObjectServer Server => _server!;

    private S3Store Store => _store!;

    public async Task InitializeAsync()
    {
        _server = await ObjectServer.StartAsync();
        _store = Made();
    }

    public async Task DisposeAsync()
    {
        Store.Dispose();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task An_object_goes_there_and_back_under_its_prefix_with_its_hash()
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);

        var stored = await Store.PutAsync("proofs/a/b.pdf", new EndlessLength(bytes), Once, None);

        Assert.Equal(new StoredObject(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), stored);
        Assert.Equal(["desk/proofs/a/b.pdf"], Server.Keys);
        Assert.Equal(bytes, await ReadAsync("proofs/a/b.pdf", stored.Sha256));
        await Assert.ThrowsAsync<StoreCorruptException>(() => ReadAsync("proofs/a/b.pdf", new string('0', 64)));
        await Store.DeleteAsync("proofs/a/b.pdf", None);
        await Store.DeleteAsync("proofs/a/b.pdf", None);
        Assert.Null(await Store.OpenAsync("proofs/a/b.pdf", null, None));
    }

    [Theory]
    [InlineData(S3Store.PartBytes - 1)]
    [InlineData(S3Store.PartBytes)]
    [InlineData((2 * S3Store.PartBytes) + 17)]
    public async Task A_large_object_goes_in_parts_and_comes_back_whole(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);

        var stored = await Store.PutAsync("exports/big.csv", new MemoryStream(bytes), Once, None);

        Assert.Equal(bytes, await ReadAsync("exports/big.csv", stored.Sha256));
        Assert.Equal(0, Server.OpenUploads);
        await Assert.ThrowsAsync<ObjectExistsException>(() => Store.PutAsync("exports/big.csv", new MemoryStream(bytes[1..]), Once, None));
        Assert.Equal(0, Server.OpenUploads);
    }

    [Fact]
    public async Task What_is_kept_once_is_never_replaced_and_a_lost_answer_is_no_second_object()
    {
        Server.LostAnswers = 1;
        await Store.PutAsync("audit/heads/1.json", new MemoryStream([1, 2]), Once, None);

        await Assert.ThrowsAsync<ObjectExistsException>(() => Store.PutAsync("audit/heads/1.json", new MemoryStream([3]), Once, None));

        Assert.Equal([1, 2], await ReadAsync("audit/heads/1.json"));
        await Store.PutAsync("exports/x.csv", new MemoryStream([1]), Again, None);
        await Store.PutAsync("exports/x.csv", new MemoryStream([2]), Again, None);
        Assert.Equal([2], await ReadAsync("exports/x.csv"));
    }

    [Fact]
    public async Task What_was_bent_in_the_store_is_never_handed_out()
    {
        await Store.PutAsync("exports/x.csv", new MemoryStream([1, 2, 3]), Once, None);
        Server.Bent = "x.csv";

        await Assert.ThrowsAsync<StoreCorruptException>(() => Store.OpenAsync("exports/x.csv", null, None));
    }

    [Fact]
    public async Task A_server_that_refuses_is_slow_or_gone_is_unavailable_within_bounds_and_then_works_again()
    {
        await Store.PutAsync("exports/x.csv", new MemoryStream([1]), Once, None);
        var start = TimeProvider.System.GetTimestamp();
        Server.IsDown = true;
        var told = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.OpenAsync("exports/x.csv", null, None));
        Assert.Contains("503", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ObjectServer.Secret, told.ToString(), StringComparison.Ordinal);
        Server.IsDown = false;
        Server.Delay = TimeSpan.FromSeconds(30);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.PutAsync("exports/y.csv", new MemoryStream([1]), Once, None));
        Server.Delay = TimeSpan.Zero;
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(40));

        Assert.Equal([1], await ReadAsync("exports/x.csv"));
        using var wrongBucket = Made(options => options.Bucket = "no-such-bucket");
        Assert.Contains("NoSuchBucket", (await Assert.ThrowsAsync<StoreUnavailableException>(() => wrongBucket.TryAsync(None))).Message,
            StringComparison.Ordinal);
        using var wrongSecret = Made(options => options.SecretKey = "another-secret");
        Assert.Contains("403", (await Assert.ThrowsAsync<StoreUnavailableException>(() => wrongSecret.TryAsync(None))).Message,
            StringComparison.Ordinal);
        using var nobody = Made(options => options.Endpoint = "http://127.0.0.1:9");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => nobody.TryAsync(None));
        await Store.TryAsync(None);
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_in_order_and_from_any_place()
    {
        for (var i = 0; i < 8; i++)
        {
            await Store.PutAsync($"audit/heads/{i}.json", new MemoryStream([1]), Once, None);
        }
        await Store.PutAsync("proofs/p.pdf", new MemoryStream([1]), Once, None);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"audit/heads/{i}.json"), await ListAsync("audit/heads/", null));
        Assert.Equal(["audit/heads/6.json", "audit/heads/7.json"], await ListAsync("audit/heads/", "audit/heads/5.json"));
        Assert.Equal(9, (await ListAsync("", null)).Count);
    }

    [Fact]
    public async Task More_than_the_limit_is_never_sent()
    {
        var before = Server.Requests;

        await Assert.ThrowsAsync<ObjectTooLargeException>(() => Store.PutAsync("proofs/x", new MemoryStream(new byte[11]),
            new ObjectWrite(10, true), None));

        Assert.Equal(before, Server.Requests);
    }

    private async Task<List<string>> ListAsync(string prefix, string? after)
    {
        var keys = new List<string>();
        await foreach (var key in Store.ListAsync(prefix, after, None))
        {
            keys.Add(key);
        }
        return keys;
    }

    private async Task<byte[]?> ReadAsync(string key, string? sha256 = null)
    {
        await using var stream = await Store.OpenAsync(key, sha256, None);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        return copy.ToArray();
    }

    private S3Store Made(Action<StoreOptions>? change = null)
    {
        var options = new StoreOptions
        {
            Kind = StoreKind.S3, Endpoint = Server.Endpoint, Bucket = ObjectServer.Bucket, AccessKey = ObjectServer.Access,
            SecretKey = ObjectServer.Secret, Prefix = "desk", TimeoutSeconds = 2,
        };
        change?.Invoke(options);
        return new S3Store(options);
    }

    /// <summary>A body of an unknown length, as a request without one has.</summary>
    private sealed class EndlessLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
