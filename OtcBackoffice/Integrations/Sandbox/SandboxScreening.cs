using System.Collections.Concurrent;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// A screening house with a short list. One address of each network is always on it, so that a refusal can be tried
/// out: <see cref="RefusedExample"/>.
/// </summary>
public sealed class SandboxScreening : IAddressScreening
{
    private const string Source = "sandbox";
    private const string RefusedSeed = "refused by screening";

    private static readonly ScreeningAnswer Clear = new(ScreeningOutcome.Clear, null, Source);
    private static readonly ScreeningAnswer Refused = new(ScreeningOutcome.Refused, "The address is on the refusal list of the sandbox.", Source);

    // Upper and lower case of an Ethereum address are one address; two TRON addresses that differ by case alone do not occur.
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A screening house that refuses these addresses beside its own examples.</summary>
    public SandboxScreening(IEnumerable<string> refused)
    {
        foreach (var address in refused.Concat(SandboxChain.Networks.Select(RefusedExample)))
        {
            Refuse(address);
        }
    }

    /// <summary>The address of a network that is refused from the start.</summary>
    public static string RefusedExample(string network) => SandboxAddress.On(network, RefusedSeed);

    /// <summary>Puts an address on the list.</summary>
    public void Refuse(string address) => _refused[address] = true;

    /// <inheritdoc/>
    public Task<ScreeningAnswer> ScreenAsync(string network, string address, CancellationToken cancellation) =>
        Task.FromResult(_refused.ContainsKey(address) ? Refused : Clear);
}
