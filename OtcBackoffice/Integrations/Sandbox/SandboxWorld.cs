using System.Collections.Frozen;
using System.Data.Common;
using System.Text;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// What has happened on the simulated chains, entry by entry: in a journal of this machine, or on the shelf that nodes share. Opened at
/// first use; everything is done one after the other.
/// </summary>
internal sealed class SandboxWorld : IDisposable
{
    private const string Stream = "chain";

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly SandboxFeed? _feed;
    private readonly Dictionary<string, (string Network, string TxHash)> _byClientId = new(StringComparer.Ordinal);

    private FrozenDictionary<string, SandboxLedger> _ledgers = Empty();
    private SandboxJournal? _journal;
    private Action<string>? _append;
    private bool _isOpen, _isDisposed;

    /// <param name="folder">Where the journal is; made when missing.</param>
    /// <param name="shelf">Where the world lies instead when nodes share it; a journal in the folder is taken over once.</param>
    internal SandboxWorld(string folder, ISandboxShelf? shelf)
    {
        _folder = folder;
        _feed = shelf is null ? null : new SandboxFeed(shelf, Stream, FollowLine, Forget);
    }

    /// <summary>How many entries there are.</summary>
    internal long Entries { get; private set; }

    /// <summary>What was sent under a client's id, or null.</summary>
    internal (string Network, string TxHash)? Sent(string clientId) => _byClientId.TryGetValue(clientId, out var sent) ? sent : null;

    /// <summary>The state of a network; only while it is looked at or changed.</summary>
    internal SandboxLedger LedgerOf(string network) => _ledgers[network];

    /// <summary>An address holds something from before the first block.</summary>
    internal static SandboxEntry Opening(string network, string asset, string address, long amountMinor) =>
        new(SandboxEntryKind.Opened, network) { Asset = asset, Address = address, AmountMinor = amountMinor };

    /// <exception cref="ChainRefusedException">The network is unknown.</exception>
    /// <exception cref="ChainUnavailableException">The world cannot be read.</exception>
    internal TAnswer Look<TAnswer>(string network, Func<SandboxLedger, TAnswer> look) => Hold(network, () =>
    {
        _feed?.Follow();
        return look(_ledgers[network]);
    });

    /// <exception cref="ChainRefusedException">The network is unknown, or <paramref name="change"/> refuses.</exception>
    /// <exception cref="ChainUnavailableException">The world cannot be written; nothing was changed.</exception>
    internal TAnswer Change<TAnswer>(string network, Func<SandboxLedger, TAnswer> change) => Hold(network, () =>
        _feed is null ? change(_ledgers[network]) : _feed.Change(append =>
        {
            _append = append;
            return change(_ledgers[network]);
        }));

    /// <summary>Lets something happen; only while the world is changed.</summary>
    internal void Record(SandboxEntry entry)
    {
        if (_feed is not null)
        {
            _append!(SandboxJournal.Line(entry));
            return;
        }
        _journal!.Append(entry);
        Follow(entry);
    }

    /// <summary>Closes the journal; the world goes on when it is opened again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _journal?.Dispose();
        }
    }

    private TAnswer Hold<TAnswer>(string network, Func<TAnswer> work)
    {
        if (!SandboxNetworks.OpeningHeights.ContainsKey(network))
        {
            throw SandboxNetworks.Unknown(network);
        }
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                Open();
                return work();
            }
            catch (Exception fault) when (fault is IOException or DbException)
            {
                throw new ChainUnavailableException("The sandbox world cannot be read or written: " + fault.Message, fault);
            }
        }
    }

    private void Open()
    {
        if (_isOpen)
        {
            return;
        }
        if (_feed is null)
        {
            OpenJournal();
        }
        else
        {
            _feed.Change(append =>
            {
                _append = append;
                TakeOver();
                return Entries;
            });
        }
        _isOpen = true;
    }

    private void OpenJournal()
    {
        Forget();
        _journal = new SandboxJournal(_folder);
        try
        {
            _journal.ReadAll().ForEach(Follow);
            Begin();
        }
        catch
        {
            _journal.Dispose();
            throw;
        }
    }

    // A desk whose world lay in a file before goes on with it.
    private void TakeOver()
    {
        if (Entries == 0 && File.Exists(Path.Combine(_folder, SandboxJournal.FileName)))
        {
            using var journal = new SandboxJournal(_folder);
            journal.ReadAll().ForEach(Record);
        }
        Begin();
    }

    private void Begin()
    {
        foreach (var (network, asset, amountMinor) in SandboxNetworks.OpeningTreasury)
        {
            if (!_ledgers[network].IsOpened(asset, SandboxAddress.Treasury(network)))
            {
                Record(Opening(network, asset, SandboxAddress.Treasury(network), amountMinor));
            }
        }
    }

    private void Forget()
    {
        (Entries, _isOpen, _ledgers) = (0, false, Empty());
        _byClientId.Clear();
    }

    private void FollowLine(string line) => Follow(SandboxJournal.Parse(Encoding.UTF8.GetBytes(line), Entries + 1));

    private void Follow(SandboxEntry entry)
    {
        _ledgers[entry.Network].Apply(entry);
        Entries++;
        if (entry is { Kind: SandboxEntryKind.Sent, ClientId: { } clientId })
        {
            _byClientId.Add(clientId, (entry.Network, entry.TxHash!));
        }
    }

    private static FrozenDictionary<string, SandboxLedger> Empty() => SandboxNetworks.OpeningHeights.ToFrozenDictionary(
        pair => pair.Key, pair => new SandboxLedger(pair.Key, pair.Value), StringComparer.Ordinal);
}
