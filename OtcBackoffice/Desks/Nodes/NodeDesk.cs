using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Nodes;

/// <summary>A node as it is shown.</summary>
/// <param name="Name">Its name; one node has it at a time.</param>
/// <param name="Version">The product's version there.</param>
/// <param name="Schema">The last migration that it knows.</param>
/// <param name="State"><c>serving</c>, <c>store_unavailable</c>, <c>not_ready</c>, <c>draining</c> or <c>gone</c>.</param>
/// <param name="LastSeenAtUtc">When it last said so, by the database's time.</param>
/// <param name="SkewMs">How far its clock is ahead of the database's.</param>
/// <param name="Circuits">How many pages are open there.</param>
public sealed record NodeView(string Name, string Version, string Schema, string State, DateTime LastSeenAtUtc, long SkewMs, int Circuits);

/// <summary>What this node says of itself now.</summary>
public interface INodeState
{
    /// <summary>As it would be shown.</summary>
    NodeView View { get; }
}

/// <summary>Shows the nodes of the desk.</summary>
public sealed class NodeDesk(DeskGate gate, INodeState self)
{
    /// <summary>The state of a node that said nothing for longer than <see cref="SilentSeconds"/>, or that ended.</summary>
    public const string Gone = "gone";

    /// <summary>The state of a node that serves and cannot reach the store of files.</summary>
    public const string WithoutStore = "store_unavailable";

    /// <summary>A node says something every two seconds.</summary>
    public const int SilentSeconds = 15;

    /// <summary>Every node by its name; those that were gone for a day are left out. An embedded database has this one.</summary>
    public async Task<Result<IReadOnlyList<NodeView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.JobRun, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.Nodes.OrderBy(row => row.Name).ToListAsync(cancellation);
        if (rows.Count == 0)
        {
            return new List<NodeView> { self.View };
        }
        var silent = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-SilentSeconds);
        return rows.ConvertAll(row =>
        {
            var state = row.LastSeenAtUtc < silent ? Gone : row.State;
            return new NodeView(row.Name, row.Version, row.Schema, state, row.LastSeenAtUtc, row.SkewMs, state == Gone ? 0 : row.Circuits);
        });
    }
}
