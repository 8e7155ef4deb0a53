using OtcBackoffice.Domain.Withdrawals;
using OtcBackoffice.Domain.Deposits;
using System.Globalization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Custody;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Documents;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Reconciliation;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Integrations.Notary;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>Registers the database, identity and the desks.</summary>
public static class DeskHosting
{
    /// <summary>The database of the configured provider.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(_ => settings.Provider == DatabaseProvider.Sqlite
            ? BackofficeDatabase.Sqlite(settings.SqliteFile)
            : BackofficeDatabase.PostgreSql(settings.ConnectionString!));
        services.AddSingleton(provider => new ReportDatabase(provider.GetRequiredService<BackofficeDatabase>(),
            settings.ReplicaConnectionString is { } replica ? BackofficeDatabase.PostgreSql(replica) : null));
        services.AddSingleton<IDbContextFactory<BackofficeDbContext>>(provider => provider.GetRequiredService<BackofficeDatabase>());
        services.AddSingleton(provider => provider.GetRequiredService<BackofficeDatabase>().Lane);
        services.AddScoped(provider => provider.GetRequiredService<BackofficeDatabase>().CreateDbContext());
        return services;
    }

    /// <summary>People, sessions and tokens.</summary>
    public static IServiceCollection AddDeskSecurity(this IServiceCollection services, HostSettings settings)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentActor>();
        services.AddScoped<IActorSource>(provider => provider.GetRequiredService<CurrentActor>()).AddScoped<ILocalAccess, LocalAccess>();
        services.AddScoped<CircuitHandler, CircuitUsers>();
        services.AddScoped<CircuitRevalidation>()
            .AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<CircuitRevalidation>());
        services.AddScoped<PresenceSeat>().AddScoped<CircuitHandler, PresenceCircuit>();
        services.AddSingleton<CircuitSeats>().AddScoped<CircuitHandler, CircuitSeat>();
        services.AddSingleton<SessionGuard>();
        services.AddKeyRing(settings);
        services.AddSingleton(new HostedEnvironment(settings.SandboxEnabled ? CredentialEnvironment.Sandbox : CredentialEnvironment.Live));
        services.AddSingleton(provider => new SessionTokens(
            TokenKeys.Open(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISessionTokenWriter>(provider => provider.GetRequiredService<SessionTokens>());
        services.AddOptions<JwtBearerOptions>(SessionTokens.SchemeName)
            .Configure<SessionTokens>((options, tokens) => options.TokenValidationParameters = tokens.Rules());
        services.AddSingleton<CredentialLookup>().AddSingleton<CredentialUses>();
        services.AddGatewayOAuth();
        services.AddSingleton<IAuthorizationHandler, DepositDeskScopes>();
        services.AddSingleton<ICheckpointSigner, CheckpointSigner>().AddSingleton<AuditCheckpoints>();
        services.AddSingleton<IAuditNotary>(provider => new AuditNotary(
            settings.DataDirectory, provider.GetRequiredService<IKeyRows>(), provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<IHeadBook>()));
        services.AddSingleton<INoticeSigner, NoticeSigner>();
        services.AddAuthentication(options =>
        {
            options.DefaultScheme = IdentityConstants.ApplicationScheme;
            options.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
        }).AddMachineSchemes().AddIdentityCookies();
        AddPeople(services, settings);
        return services.AddAuthorization(options => options.AddDeskPolicies());
    }

    // Passwords, cookies and passkeys of people; machines have their own schemes.
    private static void AddPeople(IServiceCollection services, HostSettings settings)
    {
        services.AddIdentityCore<BackofficeUser>(options =>
        {
            options.Password.RequiredLength = 12;
            options.Password.RequireNonAlphanumeric = false;
            options.User.RequireUniqueEmail = true;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        }).AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<BackofficeDbContext>().AddSignInManager().AddDefaultTokenProviders()
            .AddClaimsPrincipalFactory<DeskPrincipals>();
        services.ConfigureApplicationCookie(options =>
        {
            DeskCookies.Shape(options.Cookie, "otc.session", settings);
            options.Events.OnValidatePrincipal = SessionGuard.ValidateAsync;
            options.ExpireTimeSpan = TimeSpan.FromHours(10);
            options.LoginPath = "/account/sign-in";
            options.LogoutPath = "/account/sign-out";
            options.AccessDeniedPath = "/account/denied";
            options.ReturnUrlParameter = "returnUrl";
        });
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, options =>
        {
            DeskCookies.Shape(options.Cookie, "otc.step", settings);
            options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        });
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "preferred";
            options.ServerDomain = settings.PublicAddress?.Host;
            // What the browser has signed is held against this desk's own address, not against what the request says of itself.
            options.ValidateOrigin = asked =>
            {
                var request = asked.HttpContext.Request;
                var own = settings.PublicAddress ?? new Uri($"{request.Scheme}://{request.Host}");
                return ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == own.GetLeftPart(UriPartial.Authority));
            };
        });
    }

    /// <summary>The pipeline and every desk.</summary>
    public static IServiceCollection AddDesks(this IServiceCollection services, IConfiguration configuration, HostSettings host,
        StartFaults faults)
    {
        services.AddSingleton(ReadSettings(configuration, faults) with
        {
            RequireSecondFactorForStaff = faults.Value(configuration, "Identity:RequireSecondFactorForStaff", !host.DemoEnabled),
            StepUpMinutes = host.StepUpMinutes,
            HoldSeconds = Math.Clamp(faults.Value(configuration, "Workspace:HoldSeconds", 10), 0, 60),
            PublicAddress = host.PublicAddress,
            ListensAt = DeskSettings.FirstOf(configuration["urls"]),
            BuyPaymentMinutes = Math.Clamp(faults.Value(configuration, "BlockTrade:BuyPaymentMinutes", 15), 1, 10_080),
            SellPaymentMinutes = Math.Clamp(faults.Value(configuration, "BlockTrade:SellPaymentMinutes", 240), 1, 10_080),
            NoticeKeyDays = Math.Clamp(faults.Value(configuration, "BlockTrade:NoticeKeyDays", 365), 1, 3_650),
            NoticeKeyOverlapDays = Math.Clamp(faults.Value(configuration, "BlockTrade:NoticeKeyOverlapDays", 14), 1, 365),
        });
        services.AddSingleton<DeskSignals>().AddSingleton<Presence>().AddSingleton<InFlightKeys>().AddSingleton<DepositFeed>();
        services.AddScoped<DeskTransaction>().AddScoped<DeskGate>();
        services.AddSingleton<PolicyShelf>().AddScoped<PolicyGate>().AddScoped<PolicyDesk>().AddScoped<SettingsDesk>();
        AddReplays(services);
        services.AddScoped<DepositDesk>().AddScoped<DepositQueries>().AddScoped<PayoutEnrichment>().AddScoped<ProofQueries>()
            .AddScoped<QuoteExpiryDesk>().AddScoped<QuoteMoments>();
        services.AddScoped<MobileMoneyDesk>().AddScoped<StatementDesk>();
        services.AddSingleton(TravelHosting.ReadSettings(configuration, host, faults)).AddScoped<ScreeningGate>().AddScoped<ScreeningDesk>()
            .AddScoped<TravelRule>().AddScoped<TravelDesk>();
        services.AddScoped<ReceiptDesk>().AddScoped<ReceiptQueries>().AddScoped<MatchingDesk>().AddScoped<AlarmDesk>();
        services.AddScoped<TreasuryDesk>().AddScoped<SettlementDesk>().AddScoped<LiquidityDesk>().AddScoped<MinimumDesk>()
            .AddScoped<TreasuryWalletDesk>();
        services.AddScoped<WithdrawalDesk>().AddScoped<WithdrawalQueries>().AddScoped<CustodyDesk>();
        services.AddScoped<FiatCurrencyDesk>().AddScoped<PricingDesk>().AddScoped<PriceResolver>();
        services.AddScoped<MerchantDesk>().AddScoped<LedgerDesk>().AddScoped<RevenueWatch>().AddScoped<AuditDesk>()
            .AddScoped<ApprovalDesk>();
        services.AddSingleton<MailOutbox>().AddScoped<MailDesk>().AddScoped<MailRun>();
        services.AddSingleton<SecondFactors>().AddScoped<PeopleDesk>().AddScoped<SessionUpkeep>().AddScoped<SignInDesk>()
            .AddScoped<ApiSessionDesk>().AddScoped<AccountDesk>().AddScoped<WelcomeDesk>();
        services.AddSingleton<WebhookLanes>().AddScoped<WebhookDesk>().AddScoped<WebhookDispatch>().AddScoped<WebhookReplayDesk>();
        services.AddScoped<ReportDesk>().AddScoped<ListDesk>().AddScoped<ExportDesk>().AddScoped<ExportRun>().AddSingleton<ExportSources>();
        services.AddScoped<StatementImportDesk>().AddScoped<StatementQueries>().AddScoped<StatementImportRun>()
            .AddScoped<StatementMatching>().AddScoped<StatementReceipts>().AddScoped<DeskAccountDesk>()
            .AddScoped<CsvMapDesk>().AddScoped<ReconciliationDesk>();
        services.AddScoped<HeldDecisionDesk>().AddScoped<RecordWorkDesk>().AddScoped<NotificationDesk>().AddScoped<SavedViewDesk>()
            .AddScoped<MyDayDesk>().AddScoped<TeamDesk>();
        services.AddSingleton<QueueVisits>().AddScoped<FirstStepsDesk>().AddScoped<SandboxDesk>();
        services.AddScoped(provider => DepositHolds.Confirm(provider.GetRequiredService<DepositDesk>()))
            .AddScoped(provider => DepositHolds.Reject(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped<DocumentDesk>().AddScoped<CaseFileDesk>();
        services.AddScoped<BlockTradeDesk>().AddScoped<BlockQueries>().AddScoped<MarketDesk>().AddScoped<PaymentDesk>()
            .AddScoped<NoticeKeyDesk>();
        services.AddSingleton<JobBoard>().AddScoped<JobDesk>();
        services.AddSingleton(ExchangeHosting.ReadSettings(configuration, faults)).AddSingleton<ExchangeMarket>();
        services.AddSingleton<RateBoard>().AddScoped<RateDesk>().AddScoped<RateRefresh>();
        services.AddSingleton<PlatformCursors>().AddScoped<OrderDesk>().AddScoped<OrderQueries>().AddScoped<CustomerQueries>()
            .AddScoped<CustomerDesk>()
            .AddScoped<FundsQueries>().AddScoped<EventQueries>().AddScoped<Desks.Search.SearchDesk>().AddScoped<Desks.Search.CountsDesk>()
            .AddScoped<IPlaces<OneShotDeposit, Deposit>>(provider => provider.GetRequiredService<DepositDesk>())
            .AddScoped<IPlaces<CreateWithdrawal, Withdrawal>>(provider => provider.GetRequiredService<WithdrawalDesk>());
        services.AddScoped<ExchangeDesk>().AddScoped<ExchangeResources>().AddScoped<ExchangeQueries>().AddScoped<ExchangeSettlement>();
        services.AddScoped<CredentialDesk>().AddScoped<CredentialUpkeep>();
        services.AddSingleton<GatewayMarket>().AddSingleton<GatewayEndpoints>().AddScoped<TenantDesk>().AddScoped<GatewayWalletDesk>()
            .AddScoped<GatewayWithdrawalDesk>();
        services.AddScoped<GatewayPaymentDesk>().AddScoped<GatewaySettlement>().AddScoped<GatewayWatch>().AddScoped<GatewayAppDesk>()
            .AddScoped<GatewayLinkDesk>().AddScoped<GatewayCatalogue>();
        services.AddScoped<GatewayBatchDesk>().AddScoped<GatewayKeyDesk>().AddSingleton<TenantPaths>()
            .AddTransient<IStartupFilter, TenantBasePaths>();
        return services;
    }

    // One line for each operation that may wait for a second person: the desk that runs it again.
    private static void AddReplays(IServiceCollection services)
    {
        services.AddScoped(provider => DepositReplays.Confirm(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => DepositReplays.Credit(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => DepositReplays.NewWallet(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => DepositReplays.Override(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => DepositReplays.PayoutWallet(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => DepositReplays.Unconfirm(provider.GetRequiredService<DepositDesk>()));
        services.AddScoped(provider => provider.GetRequiredService<TreasuryDesk>().VoidReplay);
        services.AddScoped(provider => provider.GetRequiredService<MobileMoneyDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<ReceiptDesk>().DecisionReplay);
        services.AddScoped(provider => provider.GetRequiredService<ReceiptDesk>().UndoReplay);
        services.AddScoped(provider => provider.GetRequiredService<MatchingDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<ScreeningDesk>().Replay);
        services.AddScoped(provider => ExchangeCases.Replay(provider.GetRequiredService<ExchangeDesk>()));
        services.AddScoped(provider => provider.GetRequiredService<WithdrawalDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<SettingsDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<PolicyDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<PricingDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<FiatCurrencyDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<WebhookDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<PeopleDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<TreasuryWalletDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<BlockTradeDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<GatewayWithdrawalDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<GatewayBatchDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<GatewayPaymentDesk>().Replay);
        services.AddScoped(provider => provider.GetRequiredService<TenantDesk>().Replay);
    }

    // The five variables of specification 004 are read by their own names; every fault is told at once.
    private static DeskSettings ReadSettings(IConfiguration configuration, StartFaults faults)
    {
        var settings = new DeskSettings();
        if (configuration["OTC_PROOF_MAX_BYTES"] is { Length: > 0 } bytes)
        {
            settings = long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? settings with { ProofBytesMax = DeskSettings.ClampProofBytes(value) }
                : Fault(settings, faults, "OTC_PROOF_MAX_BYTES must be a number of bytes.");
        }
        if (configuration["OTC_CREDIT_QUOTE_TOLERANCE_BPS"] is { Length: > 0 } bps)
        {
            settings = int.TryParse(bps, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 10_000
                ? settings with { Limits = settings.Limits with { ToleranceBps = value } }
                : Fault(settings, faults, "OTC_CREDIT_QUOTE_TOLERANCE_BPS must be 0 to 10000.");
        }
        if (configuration["OTC_OFFICER_MAX_USD"] is { Length: > 0 } cap)
        {
            settings = DecimalText.TryParse(cap, 2, out var cents)
                ? settings with { Limits = settings.Limits with { OfficerCapUsdCents = cents } }
                : Fault(settings, faults, "OTC_OFFICER_MAX_USD must be an amount in US dollars.");
        }
        if (configuration["OTC_DECISION_SLA_SECONDS"] is { Length: > 0 } due)
        {
            settings = int.TryParse(due, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds is >= 60 and <= 2_592_000
                ? settings with { DecisionSeconds = seconds } : Fault(settings, faults, "OTC_DECISION_SLA_SECONDS must be 60 to 2592000.");
        }
        if (configuration["OTC_PROOF_PUBLIC"] is { Length: > 0 } open)
        {
            settings = bool.TryParse(open, out var isPublic)
                ? settings with { ProofsArePublic = isPublic } : Fault(settings, faults, "OTC_PROOF_PUBLIC must be true or false.");
        }
        if (configuration["Desk:TimeZone"] is { Length: > 0 } zone)
        {
            settings = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
                ? settings with { Zone = found } : Fault(settings, faults,
                    "Desk:TimeZone must be the IANA name of a time zone, such as Africa/Nairobi.");
        }
        return settings;
    }

    private static DeskSettings Fault(DeskSettings settings, StartFaults faults, string fault)
    {
        faults.Add(fault);
        return settings;
    }
}
