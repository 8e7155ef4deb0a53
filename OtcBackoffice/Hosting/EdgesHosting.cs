using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Documents;
using OtcBackoffice.Integrations;
using OtcBackoffice.Integrations.Chain;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Integrations.Mail;
using OtcBackoffice.Integrations.Mpesa;
using OtcBackoffice.Integrations.Exports;
using OtcBackoffice.Integrations.Phones;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Integrations.Screening;
using OtcBackoffice.Integrations.Notary;
using OtcBackoffice.Integrations.Store;
using OtcBackoffice.Integrations.Wallets;

namespace OtcBackoffice.Hosting;

/// <summary>What the house touches outside itself: chain, market, screening, documents, outbound calls, and the clock.</summary>
public static class EdgesHosting
{
    /// <summary>
    /// Adds the adapters of the ports. With <c>Sandbox:Enabled</c> the outside world is simulated; otherwise what is not
    /// connected fails closed. Settings are checked when the host starts, all faults at once.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read in the sections <c>Sandbox</c>, <c>Egress</c>, <c>Chain</c>, <c>Proofs</c> and
    /// <c>Store</c>.</param>
    /// <param name="faults">Takes what is wrong with the settings.</param>
    /// <param name="dataDirectory">The folder that holds everything that lasts.</param>
    public static IServiceCollection AddEdges(this IServiceCollection services, IConfiguration configuration, string dataDirectory,
        StartFaults faults)
    {
        AddSettings<SandboxOptions>(services, configuration, SandboxOptions.Section)
            .Validate<IHostEnvironment>(
                static (options, environment) => !options.Enabled || !environment.IsProduction(),
                $"{SandboxOptions.Section}:Enabled is not possible in Production: it simulates chain, market and clock.");
        AddSettings<EgressOptions>(services, configuration, EgressOptions.Section)
            .Validate<IHostEnvironment>(
                static (options, environment) => !options.AllowLoopback || !environment.IsProduction(),
                $"{EgressOptions.Section}:AllowLoopback is not possible in Production: webhooks could reach this machine.");
        AddChainSettings(services, configuration);
        AddScreening(services, configuration);
        AddSettings<MpesaOptions>(services, configuration, MpesaOptions.Section);
        AddSettings<ProofOptions>(services, configuration, ProofOptions.Section);
        AddSettings<MailOptions>(services, configuration, MailOptions.Section)
            .Validate<IHostEnvironment>(
                static (options, environment) =>
                    !environment.IsProduction() || options.Security != MailSecurity.None || options.User.Length == 0,
                $"{MailOptions.Section}:Security None would send {MailOptions.Section}:Password in the clear; Production refuses it. Use "
                    + $"StartTls or Tls.");

        services.AddSingleton<FaultPoints>();
        services.AddSingleton<IOutboundHttp>(static provider => new GuardedHttp(
            provider.GetRequiredService<EgressOptions>(), provider.GetRequiredService<TimeProvider>()));
        faults.Collect(() => services.AddRateSources(configuration));
        services.AddSingleton<IPhoneNumbers, PhonePlans>();
        services.AddSingleton<IProofInspector, QpdfProofInspector>();
        services.AddSingleton<IPaymentAddresses>(new DerivedAddresses(
            configuration.GetValue<bool>($"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}")));
        AddStore(services, configuration, dataDirectory);

        services.AddSingleton(_ =>
            new PaperFonts(configuration.GetSection("Documents:Fonts").Get<string[]>() ?? [], configuration["Documents:BoldFont"]));
        services.AddSingleton<IPaperPrinter, PdfPaperPrinter>();

        return configuration.GetValue<bool>($"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}")
            ? services.AddSandbox(Path.Combine(dataDirectory, "sandbox"))
            : services.AddUnconnected();
    }

    private static void AddStore(IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        AddSettings<StoreOptions>(services, configuration, StoreOptions.Section);
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<IObjectStore>(provider => new WatchedStore(
            Bare(provider.GetRequiredService<StoreOptions>(), provider.GetRequiredService<ProofOptions>().MinFreeBytes, dataDirectory),
            provider.GetRequiredService<FaultPoints>(), provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), provider.GetRequiredService<ILogger<WatchedStore>>()));
        services.AddSingleton<IProofStore, ProofObjects>().AddSingleton<IStatementFiles, StatementObjects>()
            .AddSingleton<IExportFiles, ExportObjects>();
        services.AddSingleton<IHeadBook>(provider => provider.GetRequiredService<StoreOptions>() is { Kind: StoreKind.Directory } local
            ? new FileHeads(Path.Combine(FolderOf(local, dataDirectory), AuditNotary.HeadsFile))
            : new StoreHeads(provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<ILogger<StoreHeads>>()));
    }

    /// <summary>The store that the settings name, without whatever the product puts before it.</summary>
    internal static IObjectStore Bare(StoreOptions options, long minFreeBytes, string dataDirectory) => options.Kind switch
    {
        StoreKind.Directory => new DirectoryStore(FolderOf(options, dataDirectory), minFreeBytes, TimeProvider.System),
        StoreKind.S3 => new S3Store(options),
    };

    private static string FolderOf(StoreOptions options,
        string dataDirectory) => options.Path is { Length: > 0 } path ? path : dataDirectory;

    private static OptionsBuilder<TOptions> AddSettings<TOptions>(IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class, IValidateOptions<TOptions>, new()
    {
        services.AddSingleton<IValidateOptions<TOptions>, TOptions>();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        return services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).PostConfigure(KeepDefaults).ValidateOnStart();
    }

    // A null in a settings file says nothing, so the text that stands without it holds; the validators never meet a missing text.
    private static void KeepDefaults<TOptions>(TOptions options)
        where TOptions : class, new()
    {
        var usual = new TOptions();
        foreach (var text in typeof(TOptions).GetProperties()
            .Where(one => one is { CanRead: true, CanWrite: true } && one.PropertyType == typeof(string)))
        {
            text.SetValue(options, text.GetValue(options) ?? text.GetValue(usual));
        }
    }

    private static void AddChainSettings(IServiceCollection services, IConfiguration configuration)
    {
        var mayLoopBack = configuration.GetValue<bool>($"{EgressOptions.Section}:{nameof(EgressOptions.AllowLoopback)}");
        AddSettings<ChainOptions>(services, configuration, ChainOptions.Section)
            .Validate(
                options => options.Networks.Values.All(node => EgressTarget.Refusal(node.Url, mayLoopBack) is null),
                $"{ChainOptions.Section}:Networks: every network needs a Url that may be reached: https on port 443 or 8443, and this "
                    + $"machine only with {EgressOptions.Section}:AllowLoopback.")
            .Validate<IHostEnvironment>(
                static (options, environment) =>
                    !environment.IsProduction() || options.Networks.Values.All(node => node.Contracts.Count == 0),
                $"{ChainOptions.Section}:Networks: Contracts are not possible in Production: there the catalogue's tokens count.");
    }

    // A live desk that simulates its screening house would pay whom it must not.
    private static void AddScreening(IServiceCollection services, IConfiguration configuration)
    {
        var isSandbox = configuration.GetValue<bool>($"{SandboxOptions.Section}:{nameof(SandboxOptions.Enabled)}");
        AddSettings<ScreeningOptions>(services, configuration, ScreeningOptions.Section)
            .Validate(options => options.Provider != ScreeningOptions.Sandbox || isSandbox,
                $"{ScreeningOptions.Section}:Provider sandbox needs {SandboxOptions.Section}:Enabled.");
        services.AddSingleton<IScreening>(provider => provider.GetRequiredService<ScreeningOptions>() switch
        {
            { Provider: ScreeningOptions.None } => new NoScreening(),
            { Provider: ScreeningOptions.Http } options => new HttpScreening(options, provider.GetRequiredService<IOutboundHttp>()),
            _ when isSandbox => provider.GetRequiredService<SandboxScreening>(),
            _ => new UnconnectedScreening(),
        });
    }

    // Without any node the answer is the fallback itself, so that nothing stands between. Calls are paced by real time: the sandbox may
    // move its own.
    private static IChainNode Routed(IServiceProvider provider, IChainNode others)
    {
        var options = provider.GetRequiredService<ChainOptions>();
        if (options.Networks.Count == 0)
        {
            return others;
        }
        var http = new GuardedHttp(provider.GetRequiredService<EgressOptions>(), TimeProvider.System, options.AnswerKilobytesMax * 1024);
        return new ChainRouter(
            options.Networks.Keys.ToDictionary(network => network,
                IChainNode (network) => new EvmChainNode(network, options, http, TimeProvider.System), StringComparer.Ordinal), others);
    }

    private static WatchedChain Watched(IServiceProvider provider, IChainNode node) =>
        new WatchedChain(node, TimeProvider.System, provider.GetRequiredService<ILogger<WatchedChain>>());

    // The mail server works in real time, whatever clock the sandbox shows.
    private static SmtpMailSender? Server(IServiceProvider provider) =>
        provider.GetRequiredService<MailOptions>() is { IsConnected: true } options
        ? new SmtpMailSender(options, TimeProvider.System)
        : null;

    private static IServiceCollection AddSandbox(this IServiceCollection services, string folder)
    {
        services.AddSingleton(_ => new SandboxClock(folder, TimeProvider.System));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(static provider => provider.GetRequiredService<SandboxClock>()));
        services.AddSingleton(provider => new SandboxChain(folder, provider.GetRequiredService<FaultPoints>(),
            provider.GetService<ISandboxShelf>()));
        services.AddSingleton<IChainNode>(static provider =>
            Watched(provider, Routed(provider, provider.GetRequiredService<SandboxChain>())));
        services.AddSingleton(provider => new SandboxRates(folder, provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ISandboxShelf>()));
        services.AddSingleton<IReferenceRates>(static provider => provider.GetRequiredService<SandboxRates>());
        services.AddSingleton(static provider => new SandboxScreening(
            provider.GetRequiredService<SandboxOptions>().RefusedAddresses, provider.GetRequiredService<FaultPoints>(),
            provider.GetService<ISandboxShelf>()));
        services.AddSingleton(provider =>
            new SandboxMobileMoney(folder, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<FaultPoints>(),
                provider.GetService<ISandboxShelf>()));
        services.AddSingleton<IMobileMoney>(static provider => provider.GetRequiredService<SandboxMobileMoney>());
        services.AddSingleton(static provider => new SandboxMail(provider.GetRequiredService<TimeProvider>(), Server(provider),
            provider.GetService<ISandboxShelf>()));
        services.AddSingleton<IMailSender>(static provider => provider.GetRequiredService<SandboxMail>());
        services.AddSingleton<SandboxFaults>().AddScoped<ISandboxControls, SandboxControls>();
        return services.AddHostedService<SandboxMiner>();
    }

    private static IServiceCollection AddUnconnected(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IChainNode>(static provider => Watched(provider, Routed(provider, new UnconnectedChain())));
        services.AddSingleton<IReferenceRates, UnconnectedRates>();
        services.AddSingleton<IMailSender>(static provider => Server(provider) is { } server ? server : new UnconnectedMail());
        services.AddSingleton<IMobileMoney>(static provider => provider.GetRequiredService<MpesaOptions>() is { IsConnected: true } options
            ? new DarajaClient(options, provider.GetRequiredService<IOutboundHttp>(), provider.GetRequiredService<TimeProvider>())
            : new UnconnectedMobileMoney());
        return services;
    }
}
