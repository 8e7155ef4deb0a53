using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Hosting;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>The whole product on a socket of its own, with its jobs running and a database full of deposits.</summary>
internal sealed class ProductSide : IAsyncDisposable
{
    private const string DepositsPath = "/api/v1/auth/otc/deposits";

    private readonly DeskHost _host;
    private readonly int _deposits;
    private readonly string[] _authorizations;
    private readonly ClaimsPrincipal _admin;
    private int _decided;

    private ProductSide(DeskHost host, int deposits)
    {
        _host = host;
        _deposits = deposits;
        _authorizations = [.. new[] { "admin",
            "treasury" }.Select(name => "Authorization: Bearer " + host.Credentials.StaffNamed(name).ApiToken)];
        var identity = new ClaimsIdentity("bench");
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, host.Credentials.StaffNamed("admin").UserId.ToString()));
        _admin = new ClaimsPrincipal(identity);
    }

    public Uri Address => _host.Address;

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts it with this many deposits, one in <paramref name="pendingEvery"/> of them pending.</summary>
    public static async Task<ProductSide> StartAsync(int deposits, int pendingEvery)
    {
        return new ProductSide(await DeskHost.StartAsync(
            new DeskHostSetup { Services = services => services.Insert(0, Filling(deposits, pendingEvery)) }), deposits);
    }

    /// <summary>A confirmation of a deposit that nobody has decided yet, by admin and treasury in turn.</summary>
    public byte[] Confirmation(int call)
    {
        return HttpLoad.Request(Address, "POST", $"{DepositsPath}/{NextPending()}/confirm", "", _authorizations[call % 2]);
    }

    /// <summary>A page of fifty pending deposits from anywhere: as the list gives it, newest first, and as the queue does, oldest
    /// first.</summary>
    public byte[] Page(int call)
    {
        // Far enough from both ends that every answer has its fifty rows.
        var number = 1_000 + (int)(call * 7919L % (_deposits - 2_000));
        var cursor = new Cursor(RawFloor.CreatedAtUtcOf(number), Guid.Parse(RawFloor.IdOf(number))).Encode();
        var path = call % 2 == 0 ? $"{DepositsPath}?status=pending&limit=50&cursor={cursor}"
            : $"{DepositsPath}/queue/pending?limit=50&cursor={cursor}";
        return HttpLoad.Request(Address, "GET", path, "", _authorizations[0]);
    }

    /// <summary>Somebody of the staff who looks at the queue.</summary>
    public PageViewer Viewer(string name)
    {
        var person = _host.Credentials.StaffNamed(name);
        return new PageViewer(Address, "/deposits", person.Email, person.Password);
    }

    /// <summary>Confirms a deposit in the process, as an admin's page would.</summary>
    public async Task ConfirmAsync(int call)
    {
        await using var scope = ActingAdmin();
        var confirmed = await scope.ServiceProvider.GetRequiredService<DepositDesk>()
            .ConfirmAsync(new ConfirmDeposit(NextPending()), CancellationToken.None);
        if (confirmed.Failed(out var refused))
        {
            throw new InvalidOperationException($"Call {call}: {refused.Message}");
        }
    }

    /// <summary>Confirms the deposit of a number in the process.</summary>
    public async Task ConfirmNumberAsync(int number, CancellationToken cancellation)
    {
        await using var scope = ActingAdmin();
        var confirmed = await scope.ServiceProvider.GetRequiredService<DepositDesk>()
            .ConfirmAsync(new ConfirmDeposit(Guid.Parse(RawFloor.IdOf(number))), cancellation);
        if (confirmed.Failed(out var refused))
        {
            throw new InvalidOperationException($"Deposit {number}: {refused.Message}");
        }
    }

    /// <summary>A scope in which an admin acts, like that of a circuit.</summary>
    public AsyncServiceScope ActingAdmin()
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().CircuitUser = _admin;
        return scope;
    }

    /// <summary>Fails when the product logged an error: a figure of a product that stumbles is worth nothing.</summary>
    public void AssertNoErrors()
    {
        _host.AssertNoErrors();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
    }

    private static ServiceDescriptor Filling(int deposits, int pendingEvery)
    {
        return ServiceDescriptor.Singleton<IHostedService>(provider =>
            new Filler(provider.GetRequiredService<HostSettings>().SqliteFile, deposits, pendingEvery));
    }

    private Guid NextPending()
    {
        var turn = Interlocked.Increment(ref _decided);
        if (turn > _deposits)
        {
            throw new InvalidOperationException($"All {_deposits} pending deposits are decided; the benchmark needs more of them.");
        }
        // A prime step visits every deposit once, all over the table.
        return Guid.Parse(RawFloor.IdOf((int)(turn * 7919L % _deposits) + 1));
    }

    /// <summary>Runs before the product's own background work, so that none of it meets a half-filled table.</summary>
    private sealed class Filler(string file, int deposits, int pendingEvery) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            return ProductSeed.FillAsync(file, deposits, pendingEvery, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            return Task.CompletedTask;
        }
    }
}
