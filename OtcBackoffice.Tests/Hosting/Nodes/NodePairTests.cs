using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Hosting.Nodes;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>What happens on one node is seen on the other within a second (issue 18, points 2 and 4).</summary>
public sealed class NodePairTests(NodePair pair) : IClassFixture<NodePair>
{
    // The promise is one second on a machine of its own; these share theirs with a whole suite.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2), Later = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_commit_on_one_node_is_heard_on_the_other_by_its_id_and_starts_no_job_there()
    {
        if (!pair.IsThere)
        {
            return;
        }
        using var ear = new Ear(Signals(pair.Two));

        var id = Guid.Parse(await DepositSteps.DraftAsync(pair.One.Acacia, "100000.00"));

        await NodePair.UntilAsync(
            () => ear.Heard.Any(signal => signal is { Topic: Topics.Deposits, IsFromAfar: true } && signal.Id == id), Soon);
        Assert.DoesNotContain(ear.Heard, signal => signal.DueAtUtc is not null);
    }

    [Fact]
    public async Task More_than_a_message_holds_is_told_as_a_whole_and_nothing_is_lost()
    {
        if (!pair.IsThere)
        {
            return;
        }
        using var ear = new Ear(Signals(pair.Two));
        var last = Guid.NewGuid();

        var many = Enumerable.Range(0, 3_000).Select(_ => new DeskSignal(Topics.Exchanges, Guid.NewGuid()));
        Signals(pair.One).Publish([.. many, new DeskSignal(Topics.Alarms, last)]);

        await NodePair.UntilAsync(() => ear.Heard.Any(signal => signal.Topic == Topics.Exchanges && signal.IsWhole)
            && ear.Heard.Any(signal => signal.Topic == Topics.Alarms && signal.Id == last), Soon);
    }

    [Fact]
    public async Task A_node_that_hears_nothing_finds_out_and_looks_at_everything_anew()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var relay = pair.Two.Services.GetRequiredService<SignalRelay>();
        using var ear = new Ear(Signals(pair.Two));
        relay.IsDeaf = true;
        try
        {
            await DepositSteps.DraftAsync(pair.One.Acacia, "100000.00");
            await NodePair.UntilAsync(() => ear.Heard.Any(signal => signal.Topic == Topics.Deposits && signal.IsWhole), Later);
            var whole = ear.Heard.Where(signal => signal.IsWhole).Select(signal => signal.Topic).ToHashSet();
            Assert.Superset(Topics.Travelling.ToHashSet(), whole);
        }
        finally
        {
            relay.IsDeaf = false;
        }
    }

    [Fact]
    public async Task Tokens_of_one_node_are_good_at_the_other_until_their_session_ends_at_either()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var acacia = pair.One.Credentials.MerchantNamed("Acacia");
        var begun = await pair.One.Anonymous.PostJsonAsync("/api/v1/session", new { email = acacia.Email, password = acacia.Password });
        var there = pair.Two.Client(begun.Text("access_token"));
        await there.DataAsync("/accounts");

        await pair.One.Anonymous.PostJsonAsync("/api/v1/session/revoke", new { refresh_token = begun.Text("refresh_token") });

        await NodePair.UntilAsync(async () =>
        {
            using var answer = await there.GetAsync(ExchangeSteps.Root + "/accounts");
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        }, Soon);
    }

    [Fact]
    public void Both_sign_with_the_same_keys_and_none_lies_in_a_directory()
    {
        if (!pair.IsThere)
        {
            return;
        }
        Assert.Equal(Get<IAuditNotary>(pair.One).PublicKeyPem, Get<IAuditNotary>(pair.Two).PublicKeyPem);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(Get<INoticeSigner>(pair.One).Keys(now)[0].KeyId, Get<INoticeSigner>(pair.Two).Keys(now)[0].KeyId);
        Assert.Empty(Directory.GetFiles(pair.Two.DataDirectory, "*.key", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(pair.Two.DataDirectory, "*.keys", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_ban_of_one_node_holds_at_the_other()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var book = Get<BanBook>(pair.Two);
        Assert.Null(await book.RemainingAsync("192.0.2.7", CancellationToken.None));
        await using var scope = pair.One.Services.CreateAsyncScope();

        var bans = scope.ServiceProvider.GetRequiredService<BanDesk>();
        Assert.True((await bans.ImposeAsync("192.0.2.7", BanTerms.Default, CancellationToken.None)).IsSuccess);

        await NodePair.UntilAsync(async () => await book.RemainingAsync("192.0.2.7", CancellationToken.None) is not null, Soon);
    }

    [Fact]
    public async Task What_one_node_counts_is_used_up_at_the_other()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var key = $"credential:{Guid.NewGuid()}";
        var (here, there) = (Get<RateCounters>(pair.One), Get<RateCounters>(pair.Two));
        for (var call = 0; call < 10; call++)
        {
            Assert.Null(here.Take(key, 10));
        }

        await NodePair.UntilAsync(() => there.Waits(key, 10) is not null, Later);

        Assert.NotNull(there.Take(key, 10));
        Assert.Null(there.Take(key, 20));
    }

    [Fact]
    public async Task Who_looks_at_a_record_is_seen_on_the_other_node_and_gone_when_they_leave()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var (record, jo, sam) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        using var here = new PresenceSeat(Get<Presence>(pair.One));
        using var there = new PresenceSeat(Get<Presence>(pair.Two));
        there.Sit(record, sam, "Sam");

        here.Sit(record, jo, "Jo");

        await NodePair.UntilAsync(
            () => Get<Presence>(pair.Two).Others(record, sam) is ["Jo"] && Get<Presence>(pair.One).Others(record, jo) is ["Sam"], Later);
        here.Leave(record);
        await NodePair.UntilAsync(() => Get<Presence>(pair.Two).Others(record, sam).Count == 0, Soon);
    }

    [Fact]
    public async Task The_sandbox_has_one_clock()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var before = Get<SandboxClock>(pair.Two).Offset;

        await pair.One.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3_600 });

        await NodePair.UntilAsync(() => Get<SandboxClock>(pair.Two).Offset >= before + TimeSpan.FromHours(1), Later);
        Assert.Equal(Get<SandboxClock>(pair.One).Offset, Get<SandboxClock>(pair.Two).Offset);
    }

    [Fact]
    public async Task The_sandbox_has_one_world_and_a_deposit_lives_over_both_nodes()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var (one, two) = (pair.One, pair.Two);
        var id = await DepositSteps.SubmitAsync(one, "100000.00");
        var confirmed = await two.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var amount = confirmed.Text("deposit", "requested_crypto_amount");
        var proposal = (await one.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = amount, asset = "USDT", network = "tron" })).Text("proposal_id");
        await two.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await one.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        // Either node may hold the lease of the sender, and of the watcher; blocks are found at the one and the other.
        await NodePair.UntilAsync(async () =>
        {
            await one.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
            await two.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
            return (await two.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status") == "credited";
        }, TimeSpan.FromSeconds(40));

        // A block may be found between the two readings.
        await NodePair.UntilAsync(async () => await HeadAsync(one) == await HeadAsync(two), Soon);
        await one.Admin.PostJsonAsync("/sandbox/screening", new { name = "Somebody Unlikely", verdict = "hit" });
        await one.Admin.PostJsonAsync("/sandbox/rates", new { @base = "USDT", quote = "KES", rate = "131.25" });
        await NodePair.UntilAsync(async () => (await two.Services.GetRequiredService<SandboxRates>()
            .CurrentAsync("USDT", "KES", CancellationToken.None))!.Mantissa == 13_125, Soon);
        var screened = await two.Services.GetRequiredService<SandboxScreening>().ScreenAsync(
            new ScreeningQuestion(ScreeningSubjectKind.Name, null, "Somebody Unlikely"), CancellationToken.None);
        Assert.Equal(ScreeningVerdict.Hit, screened.Verdict);
    }

    private static Task<ChainHead> HeadAsync(DeskHost node) =>
        node.Services.GetRequiredService<SandboxChain>().HeadAsync("tron", CancellationToken.None);

    [Fact]
    public async Task Admins_see_both_nodes()
    {
        if (!pair.IsThere)
        {
            return;
        }
        await pair.One.Officer.GetJsonAsync("nodes", HttpStatusCode.Forbidden);

        // Whoever made the desk that this one is a copy of is gone and still listed.
        var nodes = (await pair.Two.Admin.GetJsonAsync("nodes")).GetProperty("nodes").EnumerateArray()
            .Where(node => node.Text("state") != "gone").ToDictionary(node => node.Text("name"));

        Assert.Equal(["one", "two"], nodes.Keys.Order(StringComparer.Ordinal));
        Assert.All(nodes.Values, node =>
        {
            Assert.Equal("serving", node.Text("state"));
            Assert.Equal(nodes["one"].Text("schema"), node.Text("schema"));
            Assert.InRange(node.GetProperty("skew_ms").GetInt64(), -2_000, 2_000);
            Assert.Equal(0, node.GetProperty("circuits").GetInt32());
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            Assert.InRange(node.GetProperty("last_seen_at").GetDateTime(), now.AddSeconds(-15), now.AddSeconds(15));
        });
    }

    private static DeskSignals Signals(DeskHost host) => Get<DeskSignals>(host);

    private static T Get<T>(DeskHost host)
        where T : notnull => host.Services.GetRequiredService<T>();
}
