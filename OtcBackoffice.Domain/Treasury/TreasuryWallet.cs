namespace OtcBackoffice.Domain.Treasury;

/// <summary>A multisig wallet of the desk on one network.</summary>
public sealed class TreasuryWallet
{
    private readonly List<TreasurySigner> _signers = [];

    private TreasuryWallet()
    {
    }

    /// <summary>The wallet's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What treasury calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The network's canonical code.</summary>
    public string Network { get; private set; } = "";

    /// <summary>The address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>How many signatures a payment needs.</summary>
    public int Threshold { get; private set; }

    /// <summary>Whether it pays.</summary>
    public bool IsActive { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Who may sign.</summary>
    public IReadOnlyList<TreasurySigner> Signers => _signers;

    /// <summary>Adds a wallet; fewer than two signatures would let one person move money.</summary>
    public static TreasuryWallet Create(Guid id, string name, string network, string address, int threshold, IEnumerable<Guid> signers, DateTime now)
    {
        var wallet = new TreasuryWallet { Id = id, Name = name, Network = network, Address = address, Threshold = threshold, IsActive = true, CreatedAtUtc = now };
        wallet._signers.AddRange(signers.Distinct().Select(person => new TreasurySigner(id, person)));
        return threshold >= 2 && threshold <= wallet._signers.Count
            ? wallet
            : throw new ArgumentException("A treasury wallet needs at least two signatures and no more than it has signers.", nameof(threshold));
    }
}

/// <summary>Somebody who may sign for a treasury wallet.</summary>
/// <param name="TreasuryWalletId">The wallet.</param>
/// <param name="PersonId">The signer.</param>
public sealed record TreasurySigner(Guid TreasuryWalletId, Guid PersonId);
