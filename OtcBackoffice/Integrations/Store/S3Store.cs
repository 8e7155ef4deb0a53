using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>
/// Objects in a bucket of any server that speaks S3. The SHA-256 of an object travels in its metadata and is checked on every
/// reading; what is sent goes through a file of our own first, so that its hash is known before it is sent and a retry sends the
/// same bytes. Only what every make understands is used: no trailing checksums, no chunked signatures.
/// </summary>
internal sealed class S3Store : IObjectStore, IDisposable
{
    /// <summary>From this size on an object is sent in parts, which is also the size of a part.</summary>
    internal const int PartBytes = 16 * 1024 * 1024;

    private const string HashName = "sha256", Any = "*";
    private const int Retries = 2, ConnectSeconds = 3;

    private readonly StoreOptions _options;
    private readonly AmazonS3Client _client;
    private readonly string _prefix;
    private readonly TimeSpan _stall;

    public S3Store(StoreOptions options)
    {
        _options = options;
        _prefix = options.Prefix.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";
        _stall = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var settings = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.ForcePathStyle,
            Timeout = _stall,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(ConnectSeconds, options.TimeoutSeconds)),
            MaxErrorRetry = Retries,
            RetryMode = RequestRetryMode.Standard,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0)
        {
            settings.ServiceURL = options.Endpoint;
        }
        else
        {
            settings.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }
        _client = options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), settings)
            : new AmazonS3Client(settings);
    }

    /// <inheritdoc/>
    public string Place => $"bucket {_options.Bucket}{(_options.Endpoint.Length > 0 ? " at " + new Uri(_options.Endpoint).Authority : "")}";

    /// <inheritdoc/>
    public async Task<StoredObject> PutAsync(string key, Stream content, ObjectWrite write, CancellationToken cancellation)
    {
        var (file, stored) = await CountedCopy.HoldAsync(content, write.BytesMax, null, cancellation);
        await using (file)
        {
            try
            {
                await AskAsync(token => stored.SizeBytes < PartBytes
                    ? PutWholeAsync(key, file, stored, write.IsOnce, token) : PutPartsAsync(key, file, stored, write.IsOnce, token),
                        cancellation);
            }
            catch (AmazonS3Exception fault) when (fault.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            {
                // An answer that was lost is followed by a second try, which finds what the first one kept.
                if (await HashOfAsync(key, cancellation) != stored.Sha256)
                {
                    throw new ObjectExistsException(key);
                }
            }
        }
        return stored;
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, string? sha256, CancellationToken cancellation) => AskAsync<Stream?>(async token =>
    {
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _options.Bucket, Key = _prefix + key },
                token);
            var (file, stored) = await CountedCopy.HoldAsync(Plain(answer.ResponseStream), long.MaxValue, _stall, token);
            var kept = answer.Metadata[HashName];
            if (stored.Sha256 == (sha256 ?? kept) && (kept is null || kept == stored.Sha256))
            {
                return file;
            }
            await file.DisposeAsync();
            throw new StoreCorruptException(key);
        }
        catch (AmazonS3Exception fault) when (IsMissing(fault))
        {
            return null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation) => AskAsync(
        token => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _options.Bucket, Key = _prefix + key }, token),
            cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _options.Bucket, Prefix = _prefix + prefix, StartAfter = after is null ? null : _prefix + after,
        };
        ListObjectsV2Response page;
        do
        {
            page = await AskAsync(token => _client.ListObjectsV2Async(request, token), cancellation);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return found.Key[_prefix.Length..];
            }
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    /// <inheritdoc/>
    public async Task TryAsync(CancellationToken cancellation)
    {
        var key = $"probe/{Guid.CreateVersion7()}";
        await PutAsync(key, new MemoryStream([1, 2, 3]), new ObjectWrite(8, IsOnce: false), cancellation);
        await using (var read = await OpenAsync(key, null, cancellation))
        {
            if (read is null)
            {
                throw new StoreUnavailableException("What was just written cannot be read.");
            }
        }
        await DeleteAsync(key, cancellation);
        await AbortAbandonedAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task LookAsync(CancellationToken cancellation) => AskAsync(
        token => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _prefix, MaxKeys = 1 },
            token), cancellation);

    public void Dispose() => _client.Dispose();

    // The library takes an object's tag for the MD5 of its bytes, which it is with one make and not with the next, and breaks the
    // reading off where it is not. Our own hash is checked instead.
    private static Stream Plain(Stream stream) =>
        stream is Amazon.Runtime.Internal.Util.WrapperStream wrapped ? wrapped.GetNonWrapperBaseStream() : stream;

    private static bool IsMissing(AmazonS3Exception fault) =>
        fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode is not "NoSuchBucket";

    private Task<PutObjectResponse> PutWholeAsync(string key, FileStream file, StoredObject stored, bool isOnce,
        CancellationToken cancellation)
    {
        file.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket, Key = _prefix + key, InputStream = file, AutoCloseStream = false, UseChunkEncoding = false,
            ContentType = "application/octet-stream", ServerSideEncryptionMethod = Encryption,
        };
        request.Metadata[HashName] = stored.Sha256;
        if (isOnce)
        {
            request.IfNoneMatch = Any;
        }
        return _client.PutObjectAsync(request, cancellation);
    }

    private async Task<PutObjectResponse> PutPartsAsync(string key, FileStream file, StoredObject stored, bool isOnce,
        CancellationToken cancellation)
    {
        var begin = new InitiateMultipartUploadRequest
        {
            BucketName = _options.Bucket, Key = _prefix + key, ContentType = "application/octet-stream",
                ServerSideEncryptionMethod = Encryption,
        };
        begin.Metadata[HashName] = stored.Sha256;
        var upload = (await _client.InitiateMultipartUploadAsync(begin, cancellation)).UploadId;
        try
        {
            var parts = new List<PartETag>();
            for (var from = 0L; from < stored.SizeBytes; from += PartBytes)
            {
                file.Position = from;
                var sent = await _client.UploadPartAsync(new UploadPartRequest
                {
                    BucketName = _options.Bucket, Key = _prefix + key, UploadId = upload, PartNumber = parts.Count + 1, InputStream = file,
                    PartSize = Math.Min(PartBytes, stored.SizeBytes - from), UseChunkEncoding = false,
                }, cancellation);
                parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            }
            await _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
            {
                BucketName = _options.Bucket, Key = _prefix + key, UploadId = upload, PartETags = parts, IfNoneMatch = isOnce ? Any : null,
            }, cancellation);
            return new PutObjectResponse();
        }
        catch
        {
            await AbortAsync(_prefix + key, upload);
            throw;
        }
    }

    private ServerSideEncryptionMethod? Encryption =>
        _options.Encryption.Length == 0 ? null : new ServerSideEncryptionMethod(_options.Encryption);

    private async Task<string?> HashOfAsync(string key, CancellationToken cancellation)
    {
        var head = await AskAsync(token => _client.GetObjectMetadataAsync(_options.Bucket, _prefix + key, token), cancellation);
        return head.Metadata[HashName];
    }

    // What an upload leaves behind when its node dies costs room and is seen by nobody.
    private async Task AbortAbandonedAsync(CancellationToken cancellation)
    {
        try
        {
            var open = await _client.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest { BucketName = _options.Bucket, Prefix = _prefix }, cancellation);
            var old = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
            foreach (var upload in open.MultipartUploads?.Where(one => one.Initiated is { } begun && begun.ToUniversalTime() < old) ?? [])
            {
                await AbortAsync(upload.Key, upload.UploadId);
            }
        }
        catch (AmazonServiceException)
        {
            // Some makes do not list them; then nothing can be tidied.
        }
    }

    private async Task AbortAsync(string fullKey, string upload)
    {
        try
        {
            await _client.AbortMultipartUploadAsync(_options.Bucket, fullKey, upload, CancellationToken.None);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            // The next start finds it.
        }
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(cancellation);
        }
        catch (AmazonS3Exception fault) when (fault.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
            || IsMissing(fault))
        {
            throw;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && IsOutage(fault))
        {
            throw new StoreUnavailableException(Sentence(fault), fault);
        }
    }

    private static bool IsOutage(Exception fault) =>
        fault is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException or TimeoutException
        || (fault is IOException and not ObjectExistsException);

    // What a start that is refused says; the far side's own words name no secret.
    private string Sentence(Exception fault) => fault is AmazonServiceException { StatusCode: > 0 } answered
        ? $"The {Place} answers {(int)answered.StatusCode} {answered.ErrorCode}."
        : $"The {Place} does not answer.";
}
