using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Tests.Domain.Access;

public sealed class PermissionTableTests
{
    [Fact]
    public void Nobody_without_a_role_may_anything() =>
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.False(PermissionTable.Allows(default, permission)));

    [Fact]
    public void Every_permission_has_a_holder() =>
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.NotEmpty(PermissionTable.HoldersOf(permission)));

    [Fact]
    public void An_auditor_changes_nothing()
    {
        var writing = Enum.GetValues<Permission>().Where(permission => PermissionTable.Allows(RoleSet.Of(Role.Auditor), permission))
            .Where(permission => !permission.ToString().EndsWith("Read", StringComparison.Ordinal)
                && permission != Permission.DepositReadAll);

        Assert.Empty(writing);
    }

    [Fact]
    public void An_officer_cannot_sign_and_a_merchant_sees_nothing_of_others()
    {
        Assert.False(PermissionTable.Allows(RoleSet.Of(Role.OtcOfficer), Permission.TreasurySign));
        Assert.False(PermissionTable.Allows(RoleSet.Of(Role.Merchant), Permission.DepositReadAll));
        Assert.False(PermissionTable.Allows(RoleSet.Of(Role.Merchant), Permission.MerchantRead));
    }

    [Fact]
    public void Role_names_are_read_in_any_case_and_written_in_lower_case() =>
        Assert.Equal(["admin", "otc_officer"], RoleSet.FromNames(["ADMIN", "Otc_Officer", "nobody"]).ToNames());

    [Fact]
    public void Every_error_code_has_a_kind_and_a_spelling()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            Assert.True(Enum.IsDefined(code.Kind()));
            Assert.Matches("^[A-Z0-9]+(_[A-Z0-9]+)*$", code.Wire());
        }
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", ErrorCode.IdempotencyKeyReused.Wire());
    }
}
