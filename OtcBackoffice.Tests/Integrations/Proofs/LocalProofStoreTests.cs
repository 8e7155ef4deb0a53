using System.Security.Cryptography;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Store;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Proofs;

public sealed class LocalProofStoreTests : IDisposable
{
    private static readonly Guid Deposit = Guid.CreateVersion7();
    private static readonly Guid FileId = Guid.CreateVersion7();
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_kept_with_its_size_and_hash_and_read_back()
    {
        var document = RandomNumberGenerator.GetBytes(200_000);
        var store = Store();

        var stored = await store.SaveAsync(Deposit, FileId, new MemoryStream(document), 200_000, None);

        Assert.Equal(new StoredProof(200_000, Convert.ToHexStringLower(SHA256.HashData(document))), stored);
        Assert.Equal(document, await ReadAsync(store));
        Assert.Equal([_folder.File("proofs", Deposit.ToString(), FileId + ".pdf")], AllFiles());
    }

    [Fact]
    public async Task A_stored_document_is_private_to_the_product()
    {
        await Store().SaveAsync(Deposit, FileId, new MemoryStream([1]), 10, None);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(AllFiles())));
        }
    }

    [Fact]
    public async Task The_limit_counts_what_streams_and_not_what_is_said()
    {
        var endless = new EndlessStream();

        var fault = await Assert.ThrowsAsync<ProofTooLargeException>(() => Store().SaveAsync(Deposit, FileId, endless, 1_000_000, None));

        Assert.Equal(1_000_000, fault.MaxBytes);
        Assert.InRange(endless.ReadBytes, 1_000_001, 1_200_000);
        Assert.Empty(AllFiles());
    }

    [Fact]
    public async Task A_broken_off_upload_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        var stream = new EndlessStream(afterBytes: 500_000, cancelled.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store()
            .SaveAsync(Deposit, FileId, stream, long.MaxValue, cancelled.Token));

        Assert.Empty(AllFiles());
    }

    [Fact]
    public async Task A_document_is_never_replaced()
    {
        var store = Store();
        await store.SaveAsync(Deposit, FileId, new MemoryStream([1, 2, 3]), 10, None);

        await Assert.ThrowsAsync<ObjectExistsException>(() => store.SaveAsync(Deposit, FileId, new MemoryStream([4]), 10, None));

        Assert.Equal([1, 2, 3], await ReadAsync(store));
        Assert.Single(AllFiles());
    }

    [Fact]
    public async Task What_is_not_there_opens_as_null_and_is_deleted_without_complaint()
    {
        var store = Store();
        await store.SaveAsync(Deposit, FileId, new MemoryStream([1]), 10, None);

        await store.DeleteAsync(Deposit, FileId, None);
        await store.DeleteAsync(Deposit, FileId, None);
        await store.DeleteAsync(Guid.CreateVersion7(), FileId, None);

        Assert.Null(await store.OpenAsync(Deposit, FileId, null, None));
        Assert.Null(await store.OpenAsync(Guid.CreateVersion7(), FileId, null, None));
    }

    [Fact]
    public async Task A_document_that_was_changed_on_the_disk_is_not_handed_out()
    {
        var store = Store();
        var stored = await store.SaveAsync(Deposit, FileId, new MemoryStream([1, 2, 3]), 10, None);
        await File.WriteAllBytesAsync(Assert.Single(AllFiles()), [1, 2, 4]);

        await Assert.ThrowsAsync<StoreCorruptException>(() => store.OpenAsync(Deposit, FileId, stored.Sha256, None));
    }

    [Fact]
    public async Task A_nearly_full_disk_takes_no_documents()
    {
        var store = new ProofObjects(new DirectoryStore(_folder.Path, long.MaxValue, TimeProvider.System));

        await Assert.ThrowsAsync<ProofStoreFullException>(() => store.SaveAsync(Deposit, FileId, new MemoryStream([1]), 10, None));
    }

    [Fact]
    public async Task Uploads_that_a_crash_broke_off_are_removed_after_a_day()
    {
        Directory.CreateDirectory(_folder.File("incoming"));
        var (old, young) = (_folder.File("incoming", "old"), _folder.File("incoming", "young"));
        await File.WriteAllBytesAsync(old, [1]);
        await File.WriteAllBytesAsync(young, [1]);
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        _ = Store();

        Assert.Equal([young], AllFiles());
    }

    private ProofObjects Store() => new(new DirectoryStore(_folder.Path, 0, TimeProvider.System));

    private string[] AllFiles() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);

    private static async Task<byte[]> ReadAsync(ProofObjects store)
    {
        await using var stream = await store.OpenAsync(Deposit, FileId, null, None);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class EndlessStream(long afterBytes = long.MaxValue, Action? then = null) : MemoryStream
    {
        public long ReadBytes { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadBytes += buffer.Length;
            if (ReadBytes > afterBytes)
            {
                then?.Invoke();
            }
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
