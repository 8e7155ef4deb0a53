using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Hosting;
using OtcBackoffice.Integrations.Mpesa;
using OtcBackoffice.Integrations.Proofs;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations;

public sealed class EdgesHostingTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_the_sandbox_every_edge_is_simulated_and_blocks_are_found_by_themselves()
    {
        using var host = Host("Development", ("Sandbox:Enabled", "true"), ("Sandbox:AutoMineSeconds", "1"),
            ("Sandbox:RefusedAddresses:0", SandboxAddress.Tron("bad")));
        await host.StartAsync();
        var chain = host.Services.GetRequiredService<IChainNode>();
        await chain.SubmitAsync(new ChainTransferOrder("order-1", "tron", "USDT", SandboxAddress.Tron("good"), 1, 6), None);

        Assert.IsType<SandboxClock>(host.Services.GetRequiredService<TimeProvider>());
        Assert.NotNull(await host.Services.GetRequiredService<IReferenceRates>().CurrentAsync("USDT", "KES", None));
        Assert.Equal(
            ScreeningVerdict.Hit,
            (await host.Services.GetRequiredService<IScreening>()
                .ScreenAsync(new ScreeningQuestion(ScreeningSubjectKind.Address, "tron", SandboxAddress.Tron("bad")), None)).Verdict);
        Assert.NotEmpty(host.Services.GetRequiredService<SandboxFaults>().List());
        await WaitForAsync(async () => (await chain.FindByClientIdAsync("tron", "order-1", None))!.BlockDepth >= 2);
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_the_sandbox_what_is_not_connected_fails_closed()
    {
        using var host = Host("Production");
        await host.StartAsync();
        var order = new ChainTransferOrder("order-1", "tron", "USDT", SandboxAddress.Tron("good"), 1, 6);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => host.Services.GetRequiredService<IChainNode>().SubmitAsync(order, None));
        Assert.Null(await host.Services.GetRequiredService<IReferenceRates>().CurrentAsync("USDT", "KES", None));
        Assert.Equal(
            ScreeningVerdict.Unavailable,
            (await host.Services.GetRequiredService<IScreening>()
                .ScreenAsync(new ScreeningQuestion(ScreeningSubjectKind.Address, "tron", order.ToAddress), None)).Verdict);
        Assert.Same(TimeProvider.System, host.Services.GetRequiredService<TimeProvider>());
        Assert.Null(host.Services.GetService<SandboxFaults>());
        Assert.NotNull(host.Services.GetRequiredService<IOutboundHttp>().CheckTarget("http://localhost:1/"));
        Assert.False(Directory.Exists(_folder.File("sandbox")));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_development_setting_opens_loopback_targets()
    {
        using var host = Host("Development", ("Egress:AllowLoopback", "true"));

        Assert.Null(host.Services.GetRequiredService<IOutboundHttp>().CheckTarget("http://localhost:1/"));
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_before_the_host_starts()
    {
        using var host = Host(
            "Production",
            ("Sandbox:Enabled", "true"),
            ("Sandbox:AutoMineSeconds", "-1"),
            ("Egress:AllowLoopback", "true"),
            ("Egress:TimeoutSeconds", "0"),
            ("Proofs:MaxPages", "0"),
            ("Proofs:MinFreeBytes", "-1"));

        var faults = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync());

        var named = string.Join('\n', faults.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures));
        foreach (var setting in (string[])["Sandbox:Enabled", "Sandbox:AutoMineSeconds", "Egress:AllowLoopback", "Egress:TimeoutSeconds",
            "Proofs:MaxPages", "Proofs:MinFreeBytes"])
        {
            Assert.Contains(setting, named, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_sandbox_clock_takes_the_place_of_another_whoever_registers_first(bool edgesFirst)
    {
        var services = new ServiceCollection();
        var configuration = Configuration(("Sandbox:Enabled", "true"));
        if (edgesFirst)
        {
            services.AddEdges(configuration, _folder.Path, new StartFaults());
        }
        services.TryAddSingleton(TimeProvider.System);
        if (!edgesFirst)
        {
            services.AddEdges(configuration, _folder.Path, new StartFaults());
        }
        using var provider = services.BuildServiceProvider();

        Assert.IsType<SandboxClock>(provider.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public void A_null_in_a_settings_file_says_nothing()
    {
        var services = new ServiceCollection();
        services.AddEdges(new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream("""{"Mpesa":{"ConsumerKey":null},"Proofs":{"TextProgram":null}}"""u8.ToArray())).Build(),
            _folder.Path, new StartFaults());
        using var provider = services.BuildServiceProvider();

        Assert.Equal("", provider.GetRequiredService<IOptions<MpesaOptions>>().Value.ConsumerKey);
        Assert.Equal("pdftotext", provider.GetRequiredService<IOptions<ProofOptions>>().Value.TextProgram);
    }

    [Fact]
    public async Task A_proof_goes_from_the_store_to_the_inspector()
    {
        using var host = Host("Development");
        var (deposit, file) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var store = host.Services.GetRequiredService<IProofStore>();

        await store.SaveAsync(deposit, file, new MemoryStream(PdfWriter.Receipt()), 10_000, None);
        await using var stored = await store.OpenAsync(deposit, file, null, None);
        var found = await host.Services.GetRequiredService<IProofInspector>().InspectAsync(stored!, None);

        Assert.Equal(ProofVerdict.Accepted, found.Verdict);
        Assert.True(File.Exists(_folder.File("proofs", deposit.ToString(), file + ".pdf")));
    }

    private IHost Host(string environment, params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddEdges(Configuration(settings), _folder.Path, new StartFaults());
        return builder.Build();
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
        .Build();

    private static async Task WaitForAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
