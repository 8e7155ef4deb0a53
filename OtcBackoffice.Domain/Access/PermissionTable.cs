namespace OtcBackoffice.Domain.Access;

/// <summary>
/// Which role holds which permission: the one table that desks check, routes and pages are tied to, and the documents
/// show. What is not listed is refused.
/// </summary>
public static class PermissionTable
{
    private static readonly Permission[] Reading =
    [
        Permission.DepositReadAll, Permission.PricingRead, Permission.CurrencyRead, Permission.MerchantRead,
        Permission.TreasuryRead, Permission.WithdrawalRead, Permission.WebhookRead, Permission.LedgerRead, Permission.PolicyRead,
        Permission.SettingRead, Permission.ExchangeRead, Permission.BlockTradeRead, Permission.ReceiptRead,
        Permission.GatewayRead,
        Permission.StatementRead, Permission.StatusRead, Permission.AccessRead, Permission.ScreeningRead,
    ];

    private static readonly Dictionary<Role, HashSet<Permission>> Holds = new()
    {
        [Role.Admin] =
        [
            .. Reading, Permission.DepositDecide, Permission.DepositAssign, Permission.DepositReopen, Permission.DepositCredit,
            Permission.DepositRedirect,
            Permission.WithdrawalDecide, Permission.WithdrawalAssign, Permission.WithdrawalPay, Permission.PricingResolve,
            Permission.PricingEdit, Permission.CurrencyEdit, Permission.MerchantEdit,
            Permission.TreasurySign, Permission.WebhookEdit, Permission.AuditRead, Permission.JobRead, Permission.JobRun,
            Permission.ReportRead, Permission.PeriodClose, Permission.ApprovalRead, Permission.ApprovalDecide, Permission.SandboxUse,
            Permission.PolicyEdit, Permission.SettingEdit, Permission.TreasuryEdit,
            Permission.CredentialRead, Permission.CredentialEdit, Permission.BanRead, Permission.BanLift,
            Permission.PersonRead, Permission.PersonEdit, Permission.ExchangeDecide, Permission.RateEdit, Permission.RateAccept,
            Permission.BlockTradeDecide, Permission.BlockTradeEdit,
            Permission.GatewayDecide, Permission.GatewayEdit,
            Permission.ReceiptDecide, Permission.MatchingEdit, Permission.AlarmClose,
            Permission.StatementImport, Permission.AccountEdit, Permission.ReconciliationSign,
            Permission.StatusEdit, Permission.AccessDecide, Permission.ScreeningDecide,
        ],
        [Role.OtcOfficer] =
        [
            .. Reading, Permission.DepositDecide, Permission.DepositCredit, Permission.DepositRedirect,
            Permission.WithdrawalDecide, Permission.WithdrawalPay, Permission.PricingResolve, Permission.ApprovalRead,
            Permission.ExchangeDecide, Permission.BlockTradeDecide, Permission.ReceiptDecide,
            Permission.GatewayDecide, Permission.StatusEdit, Permission.AccessDecide, Permission.ScreeningDecide,
        ],
        [Role.Treasury] =
        [
            .. Reading, Permission.DepositDecide, Permission.DepositReopen, Permission.DepositCredit, Permission.DepositRedirect,
            Permission.WithdrawalDecide, Permission.WithdrawalPay, Permission.PricingResolve, Permission.TreasurySign,
            Permission.ReportRead, Permission.ApprovalRead,
            Permission.ApprovalDecide, Permission.AuditRead, Permission.ExchangeDecide, Permission.RateAccept, Permission.BlockTradeDecide,
            Permission.GatewayDecide,
            Permission.ReceiptDecide, Permission.MatchingEdit, Permission.AlarmClose, Permission.StatementImport,
            Permission.ReconciliationSign,
            Permission.StatusEdit, Permission.ScreeningDecide,
        ],
        [Role.Auditor] =
        [
            .. Reading, Permission.AuditRead, Permission.JobRead, Permission.ReportRead, Permission.ApprovalRead,
            Permission.CredentialRead, Permission.BanRead, Permission.PersonRead,
        ],
        [Role.Merchant] =
        [
            Permission.DepositOwn, Permission.WithdrawalOwn, Permission.PricingResolve, Permission.CurrencyRead, Permission.WalletOwn,
            Permission.WebhookOwn,
            Permission.CredentialOwn, Permission.ExchangeOwn, Permission.BlockTradeOwn, Permission.GatewayOwn, Permission.OrderOwn,
        ],
    };

    /// <summary>Whether a holder of these roles may.</summary>
    public static bool Allows(RoleSet roles, Permission permission)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (roles.Has(role) && Holds[role].Contains(permission))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The roles that hold a permission: "who could do this?".</summary>
    public static IReadOnlyList<Role> HoldersOf(Permission permission) =>
        [.. Enum.GetValues<Role>().Where(role => Holds[role].Contains(permission))];
}
