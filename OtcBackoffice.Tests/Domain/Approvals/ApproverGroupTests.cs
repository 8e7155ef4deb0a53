using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Tests.Domain.Approvals;

public sealed class ApproverGroupTests
{
    private static readonly RoleSet Admin = RoleSet.Of(Role.Admin), Treasury = RoleSet.Of(Role.Treasury),
        Both = RoleSet.Of(Role.Admin, Role.Treasury), Officer = RoleSet.Of(Role.OtcOfficer);

    [Fact]
    public void One_seat_of_two_roles_is_or()
    {
        var group = new ApproverGroup(Both);

        Assert.True(group.IsFilledBy([Admin]));
        Assert.True(group.IsFilledBy([Officer, Treasury]));
        Assert.False(group.IsFilledBy([Officer]));
        Assert.False(group.IsFilledBy([]));
        Assert.Equal("admin or treasury", group.Words());
    }

    [Fact]
    public void Two_seats_are_and_and_take_two_people()
    {
        var group = new ApproverGroup(Treasury, Admin);

        Assert.False(group.IsFilledBy([Both]));
        Assert.False(group.IsFilledBy([Admin, Admin]));
        Assert.True(group.IsFilledBy([Both, Admin]));
        Assert.True(group.IsFilledBy([Both, Treasury]));
        Assert.Equal("treasury, and admin", group.Words());
    }

    [Fact]
    public void Only_who_can_take_a_seat_is_admitted()
    {
        Assert.True(new ApproverGroup(Treasury, Admin).Admits(Admin));
        Assert.False(new ApproverGroup(Treasury, Admin).Admits(Officer));
    }

    [Theory]
    [InlineData("officer_cap", 1_000_000)]
    [InlineData("four_eyes", 100_000)]
    [InlineData("2500.5", 250_050)]
    public void A_limit_is_an_amount_or_a_setting(string text, long cents) =>
        Assert.Equal(cents, UsdLimit.Parse(text)!.Cents(new PolicyLimits(1_000_000, 100_000)));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("no_such_limit")]
    public void Anything_else_is_no_limit(string text) => Assert.Null(UsdLimit.Parse(text));
}
