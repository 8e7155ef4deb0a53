using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Custody;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Desks.Workspace;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Every job with its interval and how it is started: the one file that schedules. The rows in the database are the promise;
/// these runs are only the pump, and each may be run twice, late, or by two nodes without harm.
/// </summary>
public static class DeskJobs
{
    public const string QuoteExpiry = "quote_expiry", TransferSender = "transfer_sender", ChainWatcher = "chain_watcher",
        WebhookDispatcher = "webhook_dispatcher",
        AuditSealer = "audit_sealer", LedgerCheck = "ledger_check", LiquidityRefresh = "liquidity_refresh",
        CredentialUses = "credential_uses",
        ApprovalClock = "approval_clock", SignatureSweep = "signature_sweep", SessionSweep = "session_sweep", Exporter = "exporter",
        BlockTradeClock = "block_trade_clock", CustodyWatcher = "custody_watcher", MobileMoney = "mobile_money",
        RateReader = "rate_refresh",
        NoticeKeys = "notice_keys", RevenueRecount = "revenue_recount", MailSender = "mail_sender", KeyRing = "key_ring",
        GatewayWatcher = "gateway_watcher",
        StatementImporter = "statement_importer", StatusProber = "status_probes", KeyLogWriter = "key_log", KeyLogSweep = "key_log_sweep",
        GatewayBatches = "gateway_batches", WorkClock = "work_clock", NotificationMail = "notification_mail";

    /// <summary>The jobs in the order in which one makes work for the next.</summary>
    public static readonly IReadOnlyList<JobDeclaration> All =
    [
        new(QuoteExpiry, "Puts priced deposits whose quote has lapsed back to draft, and expires exchange quotes.", 60,
            LapseQuotesAsync) { Form = JobForm.AtItsMoment },
        new(BlockTradeClock, "Cancels block trades whose time to pay has run out.", 5,
            (services, token) => services.GetRequiredService<BlockTradeDesk>().ExpireDueAsync(token)),
        new(ApprovalClock, "Expires stored commands that nobody decided, and does what was agreed for a later time.", 15,
            (services, token) => services.GetRequiredService<ApprovalDesk>().KeepTimeAsync(token)),
        new(TransferSender, "Hands approved transfers to the chain and asks for those whose answer was lost.", 2,
            async (services, token) =>
                await services.GetRequiredService<SettlementDesk>().SendAsync(token)
                + await services.GetRequiredService<ExchangeSettlement>().SendAsync(token)
                + await services.GetRequiredService<GatewaySettlement>().SendAsync(token)) { IsSole = true },
        new(ChainWatcher, "Follows transfers until they are deep enough, then completes what they pay.", 2,
            async (services, token) =>
                await services.GetRequiredService<SettlementDesk>().WatchAsync(token)
                + await services.GetRequiredService<ExchangeSettlement>().WatchAsync(token)
                + await services.GetRequiredService<GatewaySettlement>().WatchAsync(token)) { IsSole = true },
        new(MobileMoney, "Sends queued pushes to phones, and asks about those that stay silent.", 5,
            (services, token) => services.GetRequiredService<MobileMoneyDesk>().RunAsync(token)) { IsSole = true },
        new(CustodyWatcher, "Credits payments to custodial wallets once they are final.", 2,
            (services, token) => services.GetRequiredService<CustodyDesk>().WatchAsync(token)) { IsSole = true },
        new(GatewayWatcher, "Looks for payments of the gateway in blocks that are not final, books its transfers, and keeps its time.", 2,
            WatchGatewayAsync) { IsSole = true },
        new(GatewayBatches, "Makes the rows of batches of withdrawals into withdrawals, and carries out what was decided about them.", 2,
            (services, token) => services.GetRequiredService<GatewayBatchDesk>().RunAsync(token)) { IsSole = true },
        new(RateReader, "Asks the feeds of market rates that are due, and holds a rate that jumps.", 5,
            (services, token) => services.GetRequiredService<RateRefresh>().RunAsync(token)),
        new(LedgerCheck, "Re-derives balances, entries and revenue from the postings and halts money when they differ.", 60,
            CheckLedgerAsync) { Form = JobForm.Recurring },
        new(RevenueRecount, "Recounts the revenue reports from the journal, and says where they differ; it mends nothing in silence.", 300,
            (services, token) => services.GetRequiredService<RevenueWatch>().RecountAsync(token)) { Form = JobForm.Recurring },
        new(LiquidityRefresh, "Reads the treasury's balances from the chain.", 60,
            (services, token) => services.GetRequiredService<LiquidityDesk>().RefreshAsync(null, token)) { Form = JobForm.Recurring },
        new(AuditSealer, "Chains new audit rows, so that a later change of any of them shows.", 5,
            (services, token) => services.GetRequiredService<AuditDesk>().SealAsync(token)) { IsSole = true },
        // Every node empties its own memory; what the list of credentials says is never older than a minute.
        new(CredentialUses, "Writes down when and from where credentials were last used.", 30,
            (services, token) => services.GetRequiredService<CredentialUpkeep>().WriteUsesAsync(token)),
        new(SignatureSweep, "Drops used signatures that are too old to be sent again.", 60,
            (services, token) => services.GetRequiredService<CredentialUpkeep>().SweepSignaturesAsync(token)) { Form = JobForm.Recurring },
        new(SessionSweep, "Drops sessions that ended long ago.", 3_600,
            (services, token) => services.GetRequiredService<SessionUpkeep>().SweepAsync(token)) { Form = JobForm.Recurring },
        new(NoticeKeys, "Replaces the key of order notices when it has reached its age.", 3_600,
            (services, token) => services.GetRequiredService<NoticeKeyDesk>().KeepAsync(token)) { Form = JobForm.Recurring },
        new(KeyRing, "Makes the next key of the key ring two weeks before the last one expires.", 3_600,
            (services, _) => Task.FromResult(services.GetRequiredService<KeyRingUpkeep>().Keep(TimeProvider.System.GetUtcNow()))) { Form =
                JobForm.Recurring },
        new(MailSender, "Hands mail to its server and tries again what was not taken.", 15,
            (services, token) => services.GetRequiredService<MailRun>().RunDueAsync(token)),
        new(Exporter, "Writes the files of exports that were asked for.", 60,
            (services, token) => services.GetRequiredService<ExportRun>().RunDueAsync(token)) { Form = JobForm.Recurring, IsSole = true },
        new(StatementImporter, "Reads statement files that were sent, and hands their booked lines on as money.", 60,
            async (services, token) =>
                await services.GetRequiredService<StatementImportRun>().RunDueAsync(token)
                + await services.GetRequiredService<StatementReceipts>().RunDueAsync(token)) { Form = JobForm.Recurring, IsSole = true },
        // Every node measures itself, more than once a minute so that none is left out.
        new(StatusProber, "Measures every part of the desk for the status page, and keeps the worst of each minute.", 20,
            (services, token) => services.GetRequiredService<StatusProbes>().RunAsync(token)),
        // Every node empties its own memory.
        new(KeyLogWriter, "Writes down what keys asked.", 2,
            (services, token) => services.GetRequiredService<KeyLogRun>().WriteAsync(token)),
        new(KeyLogSweep, "Drops requests of keys that are older than thirty days.", 3_600,
            (services, token) => services.GetRequiredService<KeyLogRun>().SweepAsync(token)) { Form = JobForm.Recurring },
        new(WorkClock, "Carries out decisions that can no longer be taken back, and brings back what was snoozed.", 60,
            KeepWorkAsync) { Form = JobForm.AtItsMoment },
        new(NotificationMail, "Sends notifications by mail, at once or once a day, as each person wants them.", 15,
            (services, token) => services.GetRequiredService<NotificationDesk>().MailDueAsync(token)) { IsSole = true },
        new(WebhookDispatcher, "Sends events to their endpoints and tries again what failed.", 60,
            async (services, token) =>
                await services.GetRequiredService<WebhookReplayDesk>().RunAsync(token)
                + await services.GetRequiredService<WebhookDispatch>().StartAsync(token)) { Form = JobForm.AtItsMoment },
    ];

    private static async Task<int> KeepWorkAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var held = services.GetRequiredService<HeldDecisionDesk>();
        var done = await held.RunDueAsync(cancellation) + await services.GetRequiredService<RecordWorkDesk>().WakeDueAsync(cancellation);
        await held.AnnounceAsync(cancellation);
        return done;
    }

    private static async Task<int> WatchGatewayAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var watch = services.GetRequiredService<GatewayWatch>();
        return await services.GetRequiredService<GatewayWalletDesk>().BookAsync(cancellation) + await watch.WatchAsync(cancellation)
            + await watch.KeepTimeAsync(cancellation);
    }

    private static async Task<int> LapseQuotesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var lapsed = await services.GetRequiredService<QuoteExpiryDesk>().LapseDueAsync(cancellation)
            + await services.GetRequiredService<ExchangeSettlement>().ExpireDueAsync(cancellation);
        await services.GetRequiredService<QuoteMoments>().AnnounceAsync(cancellation);
        return lapsed;
    }

    // A check that finds nothing wrong moved nothing; a fault is counted, so that the run is kept.
    private static async Task<int> CheckLedgerAsync(IServiceProvider services, CancellationToken cancellation) =>
        (await services.GetRequiredService<LedgerDesk>().GuardAsync(cancellation)).Count(check => check.Fault is not null);
}
