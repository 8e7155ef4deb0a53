using OtcBackoffice.Components.Shared;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Tests.Components;

public sealed class PageRolesTests
{
    [Theory]
    [InlineData(PageRoles.Staff, Permission.DepositReadAll)]
    [InlineData(PageRoles.Staff, Permission.TreasuryRead)]
    [InlineData(PageRoles.Staff, Permission.WithdrawalRead)]
    [InlineData(PageRoles.Merchant, Permission.WithdrawalOwn)]
    [InlineData(PageRoles.Staff, Permission.ApprovalRead)]
    [InlineData(PageRoles.Staff, Permission.PolicyRead)]
    [InlineData(PageRoles.Staff, Permission.SettingRead)]
    [InlineData(PageRoles.Staff, Permission.PricingRead)]
    [InlineData(PageRoles.Staff, Permission.MerchantRead)]
    [InlineData(PageRoles.Staff, Permission.LedgerRead)]
    [InlineData(PageRoles.Staff, Permission.WebhookRead)]
    [InlineData(PageRoles.AuditReaders, Permission.AuditRead)]
    [InlineData(PageRoles.ReportReaders, Permission.ReportRead)]
    [InlineData(PageRoles.JobReaders, Permission.JobRead)]
    [InlineData(PageRoles.PersonReaders, Permission.PersonRead)]
    [InlineData(PageRoles.BanReaders, Permission.BanRead)]
    [InlineData(PageRoles.Sandbox, Permission.SandboxUse)]
    [InlineData(PageRoles.Supervisor, Permission.DepositAssign)]
    [InlineData(PageRoles.Merchant, Permission.DepositOwn)]
    [InlineData(PageRoles.Merchant, Permission.ExchangeOwn)]
    [InlineData(PageRoles.Merchant, Permission.GatewayOwn)]
    [InlineData(PageRoles.Staff, Permission.GatewayRead)]
    [InlineData(PageRoles.Staff, Permission.ExchangeRead)]
    [InlineData(PageRoles.Staff, Permission.BlockTradeRead)]
    public void Whoever_may_read_it_may_open_its_page_and_nobody_else(string roles, Permission permission)
    {
        var holders = PermissionTable.HoldersOf(permission).Select(role => Names.Snake(role)).Order(StringComparer.Ordinal);

        Assert.Equal(holders, roles.Split(',').Order(StringComparer.Ordinal));
    }
}
