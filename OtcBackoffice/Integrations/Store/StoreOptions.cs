using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Store;

/// <summary>The kinds of a store.</summary>
public enum StoreKind
{
    /// <summary>A folder, of this machine or one that every node mounts.</summary>
    Directory,

    /// <summary>A bucket of any server that speaks S3.</summary>
    S3,
}

/// <summary>The section <c>Store</c>: where whatever lasts as bytes lies.</summary>
public sealed class StoreOptions : IValidateOptions<StoreOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Store";

    private const int SecondsMax = 300, BucketCharsMin = 3, BucketCharsMax = 63, PrefixCharsMax = 200;

    /// <summary>Which kind.</summary>
    public StoreKind Kind { get; set; } = StoreKind.Directory;

    /// <summary>The folder of a directory store; empty is the data directory.</summary>
    public string Path { get; set; } = "";

    /// <summary>The address of the server; empty is Amazon's own for the region.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The bucket; it must exist.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Stands before every key, so that several desks may share a bucket.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The access key; empty with Amazon takes what the machine or its role gives.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>Its secret.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path and not in the host's name, as most servers but Amazon's want it.</summary>
    public bool ForcePathStyle { get; set; } = true;

    /// <summary>How the server encrypts what it keeps: empty for its own choice, <c>AES256</c> or <c>aws:kms</c>.</summary>
    public string Encryption { get; set; } = "";

    /// <summary>How long one request may take; a body may take longer as long as it moves.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = new List<string>();
        if (options.TimeoutSeconds is < 1 or > SecondsMax)
        {
            faults.Add($"{Section}:TimeoutSeconds is from 1 to {SecondsMax}.");
        }
        if (options.Prefix.Length > PrefixCharsMax || options.Prefix.Split('/').Any(part => part is "." or ".."))
        {
            faults.Add($"{Section}:Prefix has at most {PrefixCharsMax} characters and no part that is . or ..");
        }
        if (options.Kind == StoreKind.S3)
        {
            Remote(options, faults);
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static void Remote(StoreOptions options, List<string> faults)
    {
        if (options.Bucket.Length is < BucketCharsMin or > BucketCharsMax)
        {
            faults.Add($"{Section}:Kind S3 needs {Section}:Bucket, a name of {BucketCharsMin} to {BucketCharsMax} characters.");
        }
        if (options.Endpoint.Length > 0
            && !(Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            faults.Add($"{Section}:Endpoint must be an address such as https://s3.example/.");
        }
        if (options.AccessKey.Length > 0 != options.SecretKey.Length > 0 || (options.Endpoint.Length > 0 && options.AccessKey.Length == 0))
        {
            faults.Add($"{Section}:Kind S3 needs {Section}:AccessKey and {Section}:SecretKey.");
        }
        if (options.Encryption is not ("" or "AES256" or "aws:kms"))
        {
            faults.Add($"{Section}:Encryption is empty, AES256 or aws:kms.");
        }
    }
}
