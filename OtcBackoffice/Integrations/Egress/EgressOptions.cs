using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Egress;

/// <summary>The section <c>Egress</c>: what may leave the house.</summary>
public sealed class EgressOptions : IValidateOptions<EgressOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Egress";

    private const int LongestTimeoutSeconds = 60;

    /// <summary>Lets calls reach this machine itself, over plain http and on any port. For development only.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Seconds for a whole call, from the name look-up to the last byte of the answer.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EgressOptions options) => options.TimeoutSeconds is < 1 or > LongestTimeoutSeconds
        ? ValidateOptionsResult.Fail($"{Section}:TimeoutSeconds is from 1 to {LongestTimeoutSeconds}.")
        : ValidateOptionsResult.Success;
}
