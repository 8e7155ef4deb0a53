using Microsoft.Extensions.Options;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Gathers what is wrong with the settings while the product is put together, so that a start says all of it at once: an
/// operator who mends one setting a start loses a start for each.
/// </summary>
public sealed class StartFaults
{
    private readonly List<string> _said = [];

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => _said.Count > 0;

    /// <summary>Adds a sentence that names the setting.</summary>
    public void Add(string fault) => _said.Add(fault);

    /// <summary>A setting's value; when its text cannot be one, that is a fault, and the usual value stands in until the start is
    /// refused.</summary>
    public T Value<T>(IConfiguration configuration, string name, T usual)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        try
        {
            return configuration.GetValue(name, usual)!;
        }
        catch (InvalidOperationException)
        {
            Add($"{name} is '{configuration[name]}', which is no {(typeof(T) == typeof(bool) ? "true or false" : "whole number in range")}.");
            return usual;
        }
    }

    /// <summary>Does a step of the putting together and keeps what it finds wrong.</summary>
    public void Collect(Action step) => Read<object?>(() =>
    {
        step();
        return null;
    }, null);

    /// <summary>Reads a group of settings; where it fails, its faults are kept and <paramref name="usual"/> stands in.</summary>
    public T Read<T>(Func<T> read, T usual)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return read();
        }
        catch (Exception fault) when (Sentences(fault) is { Count: > 0 } sentences)
        {
            _said.AddRange(sentences);
            return usual;
        }
    }

    /// <summary>Ends the start when anything is wrong.</summary>
    /// <exception cref="SettingsException">Lists every fault, each once.</exception>
    public void ThrowIfAny(HostSettings? settings = null)
    {
        if (Any)
        {
            throw new SettingsException([.. _said.Distinct()]) { Settings = settings };
        }
    }

    /// <summary>What a fault says to an operator; empty when it is a defect, which should be seen whole.</summary>
    internal static IReadOnlyList<string> Sentences(Exception fault) => fault switch
    {
        SettingsException settings => settings.Faults,
        OptionsValidationException options => [.. options.Failures],
        AggregateException several when several.InnerExceptions.All(one => Sentences(one).Count > 0) =>
            [.. several.InnerExceptions.SelectMany(Sentences)],
        // What binding says of a text that is no number names the setting.
        InvalidOperationException { Message: var said } when said.StartsWith("Failed to convert configuration value",
            StringComparison.Ordinal) => [said],
        _ => [],
    };
}
