namespace OtcBackoffice.Domain.Errors;

/// <summary>A refusal: what it means, in a sentence for the person who reads it, and optional facts for a machine.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">A sentence that names the field, status or limit. It never holds a secret.</param>
public sealed record DomainError(ErrorCode Code, string Message)
{
    /// <summary>What the refusal means to a caller.</summary>
    public ErrorKind Kind => Code.Kind();

    /// <summary>The request field at fault, in the spelling of the desk, or null.</summary>
    public string? Field { get; init; }

    /// <summary>Facts that a surface may show beside the message, such as the limit that was passed.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = NoFacts;

    /// <summary>A refusal that concerns one field.</summary>
    public static DomainError Of(ErrorCode code, string field, string message) => new(code, message) { Field = field };

    /// <summary>The uniform answer for a record that is missing or somebody else's.</summary>
    public static DomainError Missing(string what) => new(ErrorCode.NotFound, $"There is no such {what}.");

    private static readonly Dictionary<string, string> NoFacts = [];
}
