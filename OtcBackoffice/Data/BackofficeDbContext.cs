using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Payments;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Data;

/// <summary>The one model behind both databases. Mapping/ says how each concept lies in its tables.</summary>
public abstract class BackofficeDbContext(DbContextOptions options)
    : IdentityDbContext<BackofficeUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<FiatCurrency> FiatCurrencies => Set<FiatCurrency>();
    public DbSet<Merchant> Merchants => Set<Merchant>();
    public DbSet<Wallet> Wallets => Set<Wallet>();
    public DbSet<PricingProfile> PricingProfiles => Set<PricingProfile>();
    public DbSet<FxQuote> FxQuotes => Set<FxQuote>();
    public DbSet<FiatAccount> FiatAccounts => Set<FiatAccount>();
    public DbSet<ExchangeOrder> Exchanges => Set<ExchangeOrder>();
    public DbSet<ReferenceRateRow> ReferenceRates => Set<ReferenceRateRow>();
    public DbSet<RateGuardRow> RateGuards => Set<RateGuardRow>();
    public DbSet<Deposit> Deposits => Set<Deposit>();
    public DbSet<DepositQuoteRow> DepositQuotes => Set<DepositQuoteRow>();
    public DbSet<DepositProofRow> DepositProofs => Set<DepositProofRow>();
    public DbSet<DepositProofTextRow> DepositProofTexts => Set<DepositProofTextRow>();
    public DbSet<DepositTickRow> DepositTicks => Set<DepositTickRow>();
    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();
    public DbSet<CustodyReceipt> CustodyReceipts => Set<CustodyReceipt>();
    public DbSet<MobileCallback> MobileCallbacks => Set<MobileCallback>();
    public DbSet<StatementLine> StatementLines => Set<StatementLine>();
    public DbSet<DeskAccount> DeskAccounts => Set<DeskAccount>();
    public DbSet<StatementImportRow> StatementImports => Set<StatementImportRow>();
    public DbSet<BankStatementRow> BankStatements => Set<BankStatementRow>();
    public DbSet<StatementEntryRow> StatementEntries => Set<StatementEntryRow>();
    public DbSet<StatementMatchRow> StatementMatches => Set<StatementMatchRow>();
    public DbSet<CsvMapRow> CsvMaps => Set<CsvMapRow>();
    public DbSet<ReconciliationDayRow> ReconciliationDays => Set<ReconciliationDayRow>();
    public DbSet<ReconciledRecordRow> ReconciledRecords => Set<ReconciledRecordRow>();
    public DbSet<LedgerSnapshotRow> LedgerSnapshots => Set<LedgerSnapshotRow>();
    public DbSet<LedgerWatermarkRow> LedgerWatermarks => Set<LedgerWatermarkRow>();
    public DbSet<LedgerInvariantRow> LedgerInvariants => Set<LedgerInvariantRow>();
    public DbSet<ChainScan> ChainScans => Set<ChainScan>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<ReceiptAssignment> ReceiptAssignments => Set<ReceiptAssignment>();
    public DbSet<LearntSender> LearntSenders => Set<LearntSender>();
    public DbSet<MatchingRulesRow> MatchingRules => Set<MatchingRulesRow>();
    public DbSet<Alarm> Alarms => Set<Alarm>();
    public DbSet<Proposal> Proposals => Set<Proposal>();
    public DbSet<TreasuryWallet> TreasuryWallets => Set<TreasuryWallet>();
    public DbSet<Transfer> Transfers => Set<Transfer>();
    public DbSet<LiquiditySnapshot> LiquiditySnapshots => Set<LiquiditySnapshot>();
    public DbSet<BlockOrder> BlockOrders => Set<BlockOrder>();
    public DbSet<BlockDocumentRow> BlockDocuments => Set<BlockDocumentRow>();
    public DbSet<MerchantTransferRow> MerchantTransfers => Set<MerchantTransferRow>();
    public DbSet<TradeCountry> TradeCountries => Set<TradeCountry>();
    public DbSet<TradePair> TradePairs => Set<TradePair>();
    public DbSet<CustomerSpread> CustomerSpreads => Set<CustomerSpread>();
    public DbSet<PaymentMethod> PaymentMethods => Set<PaymentMethod>();
    public DbSet<SubMerchant> SubMerchants => Set<SubMerchant>();
    public DbSet<GatewayTenant> GatewayTenants => Set<GatewayTenant>();
    public DbSet<GatewayApp> GatewayApps => Set<GatewayApp>();
    public DbSet<GatewayWallet> GatewayWallets => Set<GatewayWallet>();
    public DbSet<GatewayPayment> GatewayPayments => Set<GatewayPayment>();
    public DbSet<GatewayPaymentPart> GatewayPaymentParts => Set<GatewayPaymentPart>();
    public DbSet<GatewayException> GatewayExceptions => Set<GatewayException>();
    public DbSet<GatewayRefund> GatewayRefunds => Set<GatewayRefund>();
    public DbSet<GatewayPaymentLink> GatewayPaymentLinks => Set<GatewayPaymentLink>();
    public DbSet<GatewayWithdrawal> GatewayWithdrawals => Set<GatewayWithdrawal>();
    public DbSet<GatewayTransfer> GatewayTransfers => Set<GatewayTransfer>();
    public DbSet<GatewayHistoryRow> GatewayHistory => Set<GatewayHistoryRow>();
    public DbSet<GatewayBatch> GatewayBatches => Set<GatewayBatch>();
    public DbSet<GatewayBatchRow> GatewayBatchRows => Set<GatewayBatchRow>();
    public DbSet<GatewayKey> GatewayKeys => Set<GatewayKey>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<RefusalCount> RefusalCounts => Set<RefusalCount>();
    public DbSet<NameKeyRow> NameKeys => Set<NameKeyRow>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    public DbSet<AuditCheckpoint> AuditCheckpoints => Set<AuditCheckpoint>();
    public DbSet<LedgerAccountRow> LedgerAccounts => Set<LedgerAccountRow>();
    public DbSet<LedgerEntryRow> LedgerEntries => Set<LedgerEntryRow>();
    public DbSet<LedgerPostingRow> LedgerPostings => Set<LedgerPostingRow>();
    public DbSet<LedgerHealthRow> LedgerHealth => Set<LedgerHealthRow>();
    public DbSet<OrderRow> Orders => Set<OrderRow>();
    public DbSet<CustomerStandingRow> CustomerStandings => Set<CustomerStandingRow>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();
    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();
    public DbSet<QueueCounter> QueueCounters => Set<QueueCounter>();
    public DbSet<NumberSequence> NumberSequences => Set<NumberSequence>();
    public DbSet<RevenueRollup> RevenueRollups => Set<RevenueRollup>();
    public DbSet<ClosedPeriod> ClosedPeriods => Set<ClosedPeriod>();
    public DbSet<ExportRow> Exports => Set<ExportRow>();
    public DbSet<ApiCredential> ApiCredentials => Set<ApiCredential>();
    public DbSet<UsedSignature> UsedSignatures => Set<UsedSignature>();
    public DbSet<AddressBan> AddressBans => Set<AddressBan>();
    public DbSet<StoredCommand> Approvals => Set<StoredCommand>();
    public DbSet<ApprovalVote> ApprovalVotes => Set<ApprovalVote>();
    public DbSet<PolicyRow> Policies => Set<PolicyRow>();
    public DbSet<PolicyDecisionRow> PolicyDecisions => Set<PolicyDecisionRow>();
    public DbSet<DeskSettingRow> DeskSettings => Set<DeskSettingRow>();
    public DbSet<MailRow> Mails => Set<MailRow>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<JobRun> JobRuns => Set<JobRun>();
    public DbSet<UserSession> UserSessions => Set<UserSession>();
    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    public DbSet<ProbeMinute> ProbeMinutes => Set<ProbeMinute>();
    public DbSet<ProbeDay> ProbeDays => Set<ProbeDay>();
    public DbSet<StatusIncident> StatusIncidents => Set<StatusIncident>();
    public DbSet<StatusIncidentUpdate> StatusIncidentUpdates => Set<StatusIncidentUpdate>();
    public DbSet<StatusSubscriber> StatusSubscribers => Set<StatusSubscriber>();
    public DbSet<AccessRequest> AccessRequests => Set<AccessRequest>();
    public DbSet<ScreeningVerdictRow> ScreeningVerdicts => Set<ScreeningVerdictRow>();
    public DbSet<ScreeningCase> ScreeningCases => Set<ScreeningCase>();
    public DbSet<ScreeningCaseRecord> ScreeningCaseRecords => Set<ScreeningCaseRecord>();
    public DbSet<ScreeningCaseNote> ScreeningCaseNotes => Set<ScreeningCaseNote>();
    public DbSet<LiquidityMinimum> LiquidityMinimums => Set<LiquidityMinimum>();
    public DbSet<TravelParty> TravelParties => Set<TravelParty>();
    public DbSet<WalletOwner> WalletOwners => Set<WalletOwner>();
    public DbSet<KeyRequest> KeyRequests => Set<KeyRequest>();
    public DbSet<WebhookReplay> WebhookReplays => Set<WebhookReplay>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<HeldDecision> HeldDecisions => Set<HeldDecision>();
    public DbSet<RecordSnooze> RecordSnoozes => Set<RecordSnooze>();
    public DbSet<RecordNote> RecordNotes => Set<RecordNote>();
    public DbSet<RecordFollow> RecordFollows => Set<RecordFollow>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotificationPreference> NotificationPreferences => Set<NotificationPreference>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<NodeRow> Nodes => Set<NodeRow>();
    public DbSet<PresenceRow> Presences => Set<PresenceRow>();
    public DbSet<LeaseRow> Leases => Set<LeaseRow>();
    public DbSet<SealedKeyRow> SealedKeys => Set<SealedKeyRow>();
    public DbSet<SignalVersionRow> SignalVersions => Set<SignalVersionRow>();
    public DbSet<SandboxClockRow> SandboxClocks => Set<SandboxClockRow>();
    public DbSet<SandboxEntryRow> SandboxEntries => Set<SandboxEntryRow>();

    // The version that keeps passkeys.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseHouseConversions();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(BackofficeDbContext).Assembly);
        builder.UseSnakeCaseNames();
    }
}

/// <summary>The embedded default.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : BackofficeDbContext(options);

/// <summary>The database for several nodes.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : BackofficeDbContext(options)
{
    private bool _isOver;

    /// <summary>
    /// Reads over connections of a pool. A context keeps its connection while it rests; the pool's own connection below it goes back
    /// each time. Options that name the pool would make a model and a cache of compiled queries for each pool.
    /// </summary>
    internal PostgresDb Over(NpgsqlDataSource source)
    {
        if (!_isOver)
        {
            Database.SetDbConnection(source.CreateConnection(), contextOwnsConnection: true);
            _isOver = true;
        }
        return this;
    }
}
