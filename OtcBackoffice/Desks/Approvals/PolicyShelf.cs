using System.Collections.Concurrent;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// Published policies, read once each: a version never changes. Which one is in force is asked anew for every command, so
/// that a publication holds from its commit on, on every node.
/// </summary>
public sealed class PolicyShelf
{
    private const string InForceSql = "SELECT COALESCE(MAX(policy_version), 0) FROM approval_policies",
        RulesSql = "SELECT rules FROM approval_policies WHERE policy_version = @p0";

    private readonly ConcurrentDictionary<int, ApprovalPolicy> _read = new();

    internal async Task<ApprovalPolicy> InForceAsync(WriteSession session, CancellationToken cancellation)
    {
        var version = await session.ScalarAsync(InForceSql, cancellation);
        return _read.TryGetValue((int)version, out var known) ? known
            : Keep((int)version, await session.ReadAsync(RulesSql, row => row.GetString(0), cancellation, version));
    }

    internal async Task<ApprovalPolicy> InForceAsync(ReadSession session, CancellationToken cancellation)
    {
        var version = (await session.ReadAsync(InForceSql, row => row.GetInt32(0), cancellation))[0];
        return _read.TryGetValue(version, out var known) ? known
            : Keep(version, await session.ReadAsync(RulesSql, row => row.GetString(0), cancellation, (long)version));
    }

    // Before the first start has published anything the documented defaults hold.
    private ApprovalPolicy Keep(int version, List<string> rules) =>
        rules.Count == 0 ? DefaultPolicy.First : _read.GetOrAdd(version, DefaultPolicy.Complete(PolicyText.Read(version, rules[0]).Value));
}
