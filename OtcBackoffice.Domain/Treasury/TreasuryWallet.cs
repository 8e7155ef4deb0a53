using OtcBackoffice.Domain.Errors;

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

    /// <summary>Longest name.</summary>
    public const int NameLengthMax = 100;

    /// <summary>
    /// Changes name, threshold, signers or whether it pays; null leaves a part as it is. Proposals that are open keep the number
    /// of signatures they were made with.
    /// </summary>
    public Result<Unit> Change(string? name, int? threshold, IReadOnlyList<Guid>? signers, bool? isActive)
    {
        var people = signers?.Distinct().ToList() ?? _signers.ConvertAll(signer => signer.PersonId);
        var needed = threshold ?? Threshold;
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Trim().Length > NameLengthMax))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "name", $"name is required and has at most {NameLengthMax} characters.");
        }
        if (needed < 2 || needed > people.Count)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "threshold",
                $"threshold is at least 2 and at most the number of signers, {people.Count}.");
        }
        _signers.RemoveAll(signer => !people.Contains(signer.PersonId));
        _signers.AddRange(people.Where(person => _signers.TrueForAll(signer => signer.PersonId != person)).ToList()
            .ConvertAll(person => new TreasurySigner(Id, person)));
        (Name, Threshold, IsActive) = (name?.Trim() ?? Name, needed, isActive ?? IsActive);
        return Unit.Done;
    }

    /// <summary>What it looks like now, as a text that differs when anything does.</summary>
    public string Look() => $"{Name}|{Address}|{Threshold}|{IsActive}|{string.Join(',', _signers.Select(signer => signer.PersonId).Order())}";

    /// <summary>Adds a wallet; fewer than two signatures would let one person move money.</summary>
    public static TreasuryWallet Create(Guid id, string name, string network, string address, int threshold, IEnumerable<Guid> signers,
        DateTime now)
    {
        var wallet = new TreasuryWallet { Id = id, Name = name, Network = network, Address = address, Threshold = threshold,
            IsActive = true, CreatedAtUtc = now };
        wallet._signers.AddRange(signers.Distinct().Select(person => new TreasurySigner(id, person)));
        return threshold >= 2 && threshold <= wallet._signers.Count
            ? wallet
            : throw new ArgumentException("A treasury wallet needs at least two signatures and no more than it has signers.",
                nameof(threshold));
    }
}

/// <summary>Somebody who may sign for a treasury wallet.</summary>
/// <param name="TreasuryWalletId">The wallet.</param>
/// <param name="PersonId">The signer.</param>
public sealed record TreasurySigner(Guid TreasuryWalletId, Guid PersonId);
