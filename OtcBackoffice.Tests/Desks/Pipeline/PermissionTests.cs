using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Hosting.Accounts;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Pipeline;

/// <summary>
/// The desk itself refuses who may not. Routes and pages refuse them before, but a button that is not shown can be called
/// in a circuit all the same, and there is no route on that way.
/// </summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private DeskHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_command_is_refused_to_whom_the_table_refuses_it()
    {
        Assert.Equal(ErrorCode.Forbidden, await ClaimAsync("auditor"));
        Assert.Equal(ErrorCode.NotFound, await ClaimAsync("officer"));
    }

    [Fact]
    public async Task A_query_is_refused_to_whom_the_table_refuses_it()
    {
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        using var browser = new FormBrowser(_host.Address);
        await browser.SignInAsync(acacia.Email, acacia.Password);

        Assert.Equal(ErrorCode.Forbidden,
            await PersonScope.AskAsync(_host, acacia.UserId, await PersonScope.SessionAsync(_host, acacia.UserId)));
    }

    [Fact]
    public async Task A_job_is_started_by_those_who_may_and_by_nobody_else()
    {
        Assert.Equal(ErrorCode.Forbidden, await StartJobAsync("officer"));
        Assert.Null(await StartJobAsync("admin"));
    }

    // It is asked before the deposit is looked for, so a deposit that there is not tells whether it was.
    private async Task<ErrorCode?> ClaimAsync(string person)
    {
        await using var scope = await AsAsync(person);
        return (await scope.ServiceProvider.GetRequiredService<DepositDesk>().ClaimAsync(Guid.NewGuid(), CancellationToken.None))
            .Failed(out var refused) ? refused.Code : null;
    }

    private async Task<ErrorCode?> StartJobAsync(string person)
    {
        await using var scope = await AsAsync(person);
        return (await scope.ServiceProvider.GetRequiredService<JobDesk>().RunNowAsync(DeskJobs.LedgerCheck, CancellationToken.None))
            .Failed(out var refused) ? refused.Code : null;
    }

    private async Task<AsyncServiceScope> AsAsync(string person)
    {
        var staff = _host.Credentials.StaffNamed(person);
        using var browser = new FormBrowser(_host.Address);
        await browser.SignInAsync(staff.Email, staff.Password);
        return PersonScope.As(_host, staff.UserId, await PersonScope.SessionAsync(_host, staff.UserId));
    }
}
