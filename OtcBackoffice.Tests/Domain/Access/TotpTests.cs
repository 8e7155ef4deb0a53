using System.Text;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Tests.Domain.Access;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(DateTime.UnixEpoch.AddSeconds(seconds))));

    [Fact]
    public void A_code_counts_once_and_one_step_to_either_side()
    {
        var now = DateTime.UnixEpoch.AddSeconds(1_000_000);
        var step = Totp.StepAt(now);

        Assert.Equal(step, Totp.Match(Secret, Totp.Code(Secret, step), now, lastStep: step - 1));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), now, lastStep: step));
        Assert.Equal(step - 1, Totp.Match(Secret, Totp.Code(Secret, step - 1), now, 0));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step - 2), now, 0));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step + 2), now, 0));
        Assert.Null(Totp.Match(Secret, "", now, 0));
        Assert.Null(Totp.Match(Secret, null, now, 0));
    }

    [Fact]
    public void Seeds_are_written_in_base_32() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.ToText(Secret));

    [Theory]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("password12345", false)]
    [InlineData("amina-amina-xyz", false)]
    [InlineData("four horses ate hay", true)]
    public void Passwords_are_long_and_not_the_first_guess(string password, bool isTaken) =>
        Assert.Equal(isTaken, PasswordRule.Fault(password, "amina@desk.example") is null);
}
