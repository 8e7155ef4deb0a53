using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Treasury;

/// <summary>
/// Several payments under one sheet: each with amount, network, address and evidence, their sums, and a hash of the list that
/// the other signer sees as well. Each is signed alone and refused alone.
/// </summary>
public sealed partial class SignSheet : ComponentBase
{
    private const int HashLength = 8;

    private readonly HashSet<Guid> _chosen = [];

    /// <summary>The proposals as they were when the sheet was opened.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ProposalView> Proposals { get; set; } = [];

    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>With what is still ticked.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<ProposalView>> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private List<ProposalView> Chosen => [.. Proposals.Where(one => _chosen.Contains(one.Id))];

    private string Numbers => string.Join(", ", Chosen.Select(one => one.HumanId));

    // Of what each signature is bound to, in the order of the numbers, so that two people see the same for the same list.
    private string Hash
    {
        get
        {
            var list = string.Join('\n', Chosen.OrderBy(one => one.Id).Select(one => $"{one.HumanId} {one.Binding}"));
            var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..HashLength];
            return $"{hex[..4]} {hex[4..]}";
        }
    }

    /// <summary>What is paid out together, by asset.</summary>
    public static string SumsOf(IEnumerable<ProposalView> proposals) => string.Join(", ", proposals.GroupBy(one => one.Asset)
        .Select(asset => $"{asset.Key} {AmountText.Group(asset.Sum(Value).ToString(CultureInfo.InvariantCulture))}"));

    /// <inheritdoc/>
    protected override void OnInitialized() => _chosen.UnionWith(Proposals.Select(one => one.Id));

    private static decimal Value(ProposalView proposal) => decimal.Parse(proposal.Amount, CultureInfo.InvariantCulture);

    private void Choose(Guid id, bool isChosen) => _ = isChosen ? _chosen.Add(id) : _chosen.Remove(id);

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(Chosen);
}
