using System.Globalization;
using System.Text.RegularExpressions;
using Hangfire.Common;
using Hangfire.Storage;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>What is stored outlives a version: names of jobs and of what a stored run calls stay as they are.</summary>
public sealed partial class JobListTests
{
    private static readonly string[] Names =
    [
        "quote_expiry", "block_trade_clock", "approval_clock", "transfer_sender", "chain_watcher", "mobile_money", "custody_watcher",
        "gateway_watcher", "gateway_batches",
        "rate_refresh", "ledger_check", "revenue_recount", "liquidity_refresh", "audit_sealer", "credential_uses", "signature_sweep",
        "session_sweep", "notice_keys",
        "key_ring", "mail_sender", "exporter", "statement_importer", "status_probes", "key_log", "key_log_sweep", "work_clock",
        "notification_mail",
        "webhook_dispatcher",
    ];

    [Fact]
    public void Names_of_jobs_stay_because_stored_runs_carry_them()
    {
        Assert.Equal(Names, DeskJobs.All.Select(job => job.Name));
    }

    [Fact]
    public void A_stored_run_calls_by_names_that_stay()
    {
        using var store = new JobStore(JobStore.InMemory, livesInMemory: true);
        var tick = InvocationData.SerializeJob(Job.FromExpression<DeskRuns>(runs => runs.RunAsync("ledger_check", CancellationToken.None)));
        var moment = InvocationData.SerializeJob(Job.FromExpression<DeskRuns>(runs => runs.RunDueAsync("quote_expiry", "",
            "2026-01-01T00:00:00.0000000Z", CancellationToken.None)));

        Assert.Equal(("OtcBackoffice.Jobs.DeskRuns, OtcBackoffice", "RunAsync"), (tick.Type, tick.Method));
        Assert.Equal(("OtcBackoffice.Jobs.DeskRuns, OtcBackoffice", "RunDueAsync"), (moment.Type, moment.Method));
        Assert.Equal(["ledger_check"], tick.DeserializeJob().Args.OfType<string>());
        Assert.Equal(["quote_expiry", "", "2026-01-01T00:00:00.0000000Z"], moment.DeserializeJob().Args.OfType<string>());
    }

    [Fact]
    public void Every_recurring_job_has_an_interval_that_the_scheduler_can_keep()
    {
        Assert.All(DeskJobs.All.Where(job => job.Form == JobForm.Recurring), job => Assert.NotEmpty(Schedules.CronOf(job.IntervalSeconds)));
        Assert.All(DeskJobs.All.Where(job => job.IntervalSeconds < 60), job => Assert.Equal(JobForm.Loop, job.Form));
    }

    [Fact]
    public void The_operators_page_lists_every_job_with_its_interval_and_how_it_is_started()
    {
        var rows = DocumentedJob().Matches(Repository.Read("docs/operations.md")).Select(row =>
            (row.Groups["name"].Value, row.Groups["every"].Value));

        Assert.Equal(DeskJobs.All.Select(job => (job.Name, Every(job))), rows);
    }

    private static string Every(JobDeclaration job) => job.Form switch
    {
        JobForm.AtItsMoment => string.Create(CultureInfo.InvariantCulture, $"its moment; swept every {job.IntervalSeconds} s"),
        JobForm.Loop => string.Create(CultureInfo.InvariantCulture, $"{job.IntervalSeconds} s, {(job.IsSole ? "one" : "each")} node"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{job.IntervalSeconds} s"),
    };

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<every>(its moment; swept every )?[0-9]+ s(, (?:each|one) node)?) \|",
        RegexOptions.Multiline)]
    private static partial Regex DocumentedJob();
}
