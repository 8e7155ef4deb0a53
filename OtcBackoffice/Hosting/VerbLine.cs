namespace OtcBackoffice.Hosting;

/// <summary>
/// A command line after its verb: the verb's own words and flags, and the settings, which are spelt as the host spells them:
/// <c>--Name=value</c> or <c>--Name value</c>.
/// </summary>
internal sealed class VerbLine
{
    private readonly Dictionary<string, string> _flags = new(StringComparer.Ordinal);

    private VerbLine(List<string> words, List<string> settings)
    {
        Words = words;
        Settings = settings;
    }

    /// <summary>What stands alone, in its order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What belongs to the host.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <param name="args">What follows the verb.</param>
    /// <param name="flags">The verb's flags; one that ends in <c>=</c> takes a value.</param>
    public static VerbLine Parse(string[] args, params ReadOnlySpan<string> flags)
    {
        var line = new VerbLine([], []);
        var (words, settings) = ((List<string>)line.Words, (List<string>)line.Settings);
        for (var index = 0; index < args.Length; index++)
        {
            var (name, value) = args[index].Split('=', 2) is [var before, var after] ? (before, after) : (args[index], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[index]);
                continue;
            }
            if (flags.Contains(name))
            {
                line._flags[name] = "";
                continue;
            }
            // A name without a value takes the next word, as the host's own reader does.
            if (value is null && index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = args[++index];
            }
            if (flags.Contains(name + "="))
            {
                line._flags[name] = value ?? throw new CommandException($"{name} needs a value.");
                continue;
            }
            settings.Add(value is null ? name : $"{name}={value}");
        }
        return line;
    }

    /// <summary>Whether the flag was given.</summary>
    public bool Has(string flag) => _flags.ContainsKey(flag);

    /// <summary>The flag's value, or null when it was not given.</summary>
    public string? ValueOf(string flag) => _flags.GetValueOrDefault(flag);
}
