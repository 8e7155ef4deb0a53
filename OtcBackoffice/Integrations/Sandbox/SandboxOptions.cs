using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>The section <c>Sandbox</c>: a simulated outside world, for development and demonstration only.</summary>
public sealed class SandboxOptions : IValidateOptions<SandboxOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sandbox";

    private const int LongestBeatSeconds = 3600;

    /// <summary>Whether the outside world is simulated.</summary>
    public bool Enabled { get; set; }

    /// <summary>Seconds between blocks while a transfer waits for them; 0 finds blocks only when asked to.</summary>
    public int AutoMineSeconds { get; set; } = 10;

    /// <summary>Addresses that the simulated screening house refuses, beside its own example.</summary>
    public IList<string> RefusedAddresses { get; } = [];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SandboxOptions options)
    {
        var faults = new List<string>();
        if (options.AutoMineSeconds is < 0 or > LongestBeatSeconds)
        {
            faults.Add($"{Section}:AutoMineSeconds is from 0 to {LongestBeatSeconds}.");
        }
        if (options.RefusedAddresses.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{Section}:RefusedAddresses holds an empty address.");
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
