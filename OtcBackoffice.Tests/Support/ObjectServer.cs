using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A server that speaks S3 as strictly as the contract allows: every request signed with version 4, the hash of the body held
/// against what was signed, <c>If-None-Match</c>, parts, listing by pages. It can be told to fall silent, to refuse, to bend what
/// it keeps, and to lose its answers. What it does not understand it refuses with 501, as makes that are not Amazon's do.
/// </summary>
public sealed class ObjectServer : IAsyncDisposable
{
    public const string Bucket = "desk-files", Access = "test-access", Secret = "test-secret-of-the-store";

    private const int PageKeys = 3;

    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Kept> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private int _requests;

    private ObjectServer(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.Single();

    /// <summary>Every key that is kept, in order.</summary>
    public IReadOnlyList<string> Keys => [.. _objects.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Multipart uploads that were begun and neither ended nor called off.</summary>
    public int OpenUploads => _uploads.Count;

    public int Requests => _requests;

    /// <summary>Every request is answered with 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Objects under such keys lose their last byte's truth when they are read.</summary>
    public string? Bent { get; set; }

    /// <summary>The next so many writes are kept, and their answer is lost.</summary>
    public int LostAnswers { get; set; }

    /// <summary>The settings that lead a desk here.</summary>
    public Dictionary<string, string?> Settings(string prefix = "") => new()
    {
        ["Store:Kind"] = "S3", ["Store:Endpoint"] = Endpoint, ["Store:Bucket"] = Bucket, ["Store:AccessKey"] = Access,
        ["Store:SecretKey"] = Secret, ["Store:Prefix"] = prefix, ["Store:TimeoutSeconds"] = "2",
    };

    public static async Task<ObjectServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ObjectServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The bytes under a key.</summary>
    public byte[] Content(string key) => _objects[key].Bytes;

    public void Remove(string key) => _objects.TryRemove(key, out _);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, http.RequestAborted);
        }
        if (IsDown)
        {
            await RefuseAsync(http, 503, "ServiceUnavailable");
            return;
        }
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var (sent, parts) = (body.ToArray(), http.Request.Path.Value!.TrimStart('/').Split('/', 2));
        if (!IsSigned(http.Request, sent))
        {
            await RefuseAsync(http, 403, "SignatureDoesNotMatch");
        }
        else if (parts[0] != Bucket)
        {
            await RefuseAsync(http, 404, "NoSuchBucket");
        }
        else if (parts.Length == 1 || parts[1].Length == 0)
        {
            await ListAsync(http);
        }
        else
        {
            await ObjectAsync(http, parts[1], sent);
        }
    }

    private Task ObjectAsync(HttpContext http, string key, byte[] sent)
    {
        var query = http.Request.Query;
        return (http.Request.Method, query.ContainsKey("uploads"), query["uploadId"].ToString()) switch
        {
            ("POST", true, _) => BeginAsync(http, key),
            ("PUT", _, { Length: > 0 } upload) => PartAsync(http, upload, sent),
            ("POST", _, { Length: > 0 } upload) => EndAsync(http, key, upload, sent),
            ("DELETE", _, { Length: > 0 } upload) => CallOffAsync(http, upload),
            ("PUT", false, "") => PutAsync(http, key, sent, HashIn(http)),
            ("GET" or "HEAD", false, "") => GetAsync(http, key),
            ("DELETE", false, "") => DeleteAsync(http, key),
            _ => RefuseAsync(http, 501, "NotImplemented"),
        };
    }

    private async Task PutAsync(HttpContext http, string key, byte[] bytes, string? hash)
    {
        if (http.Request.Headers.Keys.Any(name => name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase)
            || name.Equals("x-amz-trailer", StringComparison.OrdinalIgnoreCase)))
        {
            await RefuseAsync(http, 501, "NotImplemented");
            return;
        }
        var kept = new Kept(bytes, hash);
        if (http.Request.Headers.IfNoneMatch.ToString() == "*")
        {
            if (!_objects.TryAdd(key, kept))
            {
                await RefuseAsync(http, 412, "PreconditionFailed");
                return;
            }
        }
        else
        {
            _objects[key] = kept;
        }
        if (LostAnswers > 0)
        {
            LostAnswers--;
            http.Abort();
            return;
        }
        http.Response.Headers.ETag = kept.Tag;
    }

    private async Task GetAsync(HttpContext http, string key)
    {
        if (!_objects.TryGetValue(key, out var kept))
        {
            await RefuseAsync(http, 404, "NoSuchKey");
            return;
        }
        var bytes = (byte[])kept.Bytes.Clone();
        if (Bent is { } bent && key.Contains(bent, StringComparison.Ordinal))
        {
            bytes[^1] ^= 1;
        }
        http.Response.Headers.ETag = kept.Tag;
        http.Response.ContentLength = bytes.Length;
        if (kept.Hash is { } hash)
        {
            http.Response.Headers["x-amz-meta-sha256"] = hash;
        }
        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(bytes);
        }
    }

    private Task DeleteAsync(HttpContext http, string key)
    {
        _objects.TryRemove(key, out _);
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task BeginAsync(HttpContext http, string key)
    {
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = new Upload(HashIn(http));
        return WriteAsync(http, new XElement(Xml + "InitiateMultipartUploadResult",
            new XElement(Xml + "Bucket", Bucket), new XElement(Xml + "Key", key), new XElement(Xml + "UploadId", id)));
    }

    private Task PartAsync(HttpContext http, string upload, byte[] sent)
    {
        if (!_uploads.TryGetValue(upload, out var open))
        {
            return RefuseAsync(http, 404, "NoSuchUpload");
        }
        open.Parts[int.Parse(http.Request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture)] = sent;
        http.Response.Headers.ETag = new Kept(sent, null).Tag;
        return Task.CompletedTask;
    }

    private async Task EndAsync(HttpContext http, string key, string upload, byte[] sent)
    {
        var named = XDocument.Parse(Encoding.UTF8.GetString(sent)).Descendants().Count(one => one.Name.LocalName == "PartNumber");
        if (!_uploads.TryGetValue(upload, out var open) || named != open.Parts.Count)
        {
            await RefuseAsync(http, 400, "InvalidPart");
            return;
        }
        _uploads.TryRemove(upload, out _);
        await PutAsync(http, key, [.. open.Parts.OrderBy(part => part.Key).SelectMany(part => part.Value)], open.Hash);
        if (http.Response.StatusCode == 200)
        {
            await WriteAsync(http, new XElement(Xml + "CompleteMultipartUploadResult",
                new XElement(Xml + "Key", key), new XElement(Xml + "ETag", "\"parts\"")));
        }
    }

    private Task CallOffAsync(HttpContext http, string upload)
    {
        _uploads.TryRemove(upload, out _);
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.ContainsKey("uploads"))
        {
            return WriteAsync(http, new XElement(Xml + "ListMultipartUploadsResult", new XElement(Xml + "IsTruncated", "false")));
        }
        var after = query["continuation-token"] is [{ Length: > 0 } token] ? token : query["start-after"].ToString();
        var found = Keys.Where(key => key.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal)
            && string.CompareOrdinal(key, after) > 0).Take(PageKeys + 1).ToList();
        var page = found.Take(PageKeys).ToList();
        var more = found.Count > PageKeys;
        return WriteAsync(http, new XElement(Xml + "ListBucketResult",
            new XElement(Xml + "IsTruncated", more ? "true" : "false"),
            more ? new XElement(Xml + "NextContinuationToken", page[^1]) : null,
            page.Select(key => new XElement(Xml + "Contents", new XElement(Xml + "Key", key),
                new XElement(Xml + "Size", _objects[key].Bytes.Length), new XElement(Xml + "ETag", _objects[key].Tag)))));
    }

    private static Task RefuseAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Request.Method == "HEAD" ? Task.CompletedTask
            : WriteAsync(http, new XElement("Error", new XElement("Code", code), new XElement("Message", code)));
    }

    private static Task WriteAsync(HttpContext http, XElement element)
    {
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + element);
    }

    private static string? HashIn(HttpContext http) => http.Request.Headers["x-amz-meta-sha256"] is [{ } hash] ? hash : null;

    // Version 4 as it is written down: the canonical request, hashed, signed with a key that was derived day by day.
    private static bool IsSigned(HttpRequest request, byte[] body)
    {
        var said = request.Headers.Authorization.ToString();
        if (!said.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return false;
        }
        var parts = said["AWS4-HMAC-SHA256 ".Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var (scope, names) = (parts["Credential"].Split('/'), parts["SignedHeaders"].Split(';'));
        var claimed = request.Headers["x-amz-content-sha256"].ToString();
        if (scope[0] != Access || claimed != Convert.ToHexStringLower(SHA256.HashData(body)))
        {
            return false;
        }
        var query = request.Query.SelectMany(pair => pair.Value.Select(value => (Name: Escape(pair.Key), Value: Escape(value ?? ""))))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}");
        var headers = names.Select(name => $"{name}:{(name == "host" ? request.Host.Value : request.Headers[name].ToString())?.Trim()}\n");
        var path = string.Join('/', request.Path.Value!.Split('/').Select(Escape));
        var canonical = $"{request.Method}\n{path}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{string.Join(';', names)}\n{claimed}";
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{string.Join('/', scope[1..])}\n"
            + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), (made, part) => HMACSHA256.HashData(made,
            Encoding.UTF8.GetBytes(part)));
        return parts["Signature"] == Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private sealed record Kept(byte[] Bytes, string? Hash)
    {
        public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes))[..32]}\"";
    }

    private sealed record Upload(string? Hash)
    {
        public ConcurrentDictionary<int, byte[]> Parts { get; } = new();
    }
}
