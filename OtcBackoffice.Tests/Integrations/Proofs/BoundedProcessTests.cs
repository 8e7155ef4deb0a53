using System.Text;
using OtcBackoffice.Integrations.Proofs;

namespace OtcBackoffice.Tests.Integrations.Proofs;

/// <summary>What a program that reads a hostile file may use: little time, little memory, no files, no environment, a short
/// answer.</summary>
public sealed class BoundedProcessTests
{
    [Fact]
    public async Task A_program_has_its_limits_from_its_first_instruction_on()
    {
        var answer = await ShellAsync("ulimit -t; ulimit -v; ulimit -f; ulimit -c");

        Assert.Equal("5 65536 0 0", Encoding.UTF8.GetString(answer.Output).Trim().ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task A_program_sees_nothing_of_the_product_s_environment()
    {
        Environment.SetEnvironmentVariable("OTC_CANARY", "four-horses");
        var answer = await ShellAsync("env");

        Assert.Equal(0, answer.ExitCode);
        Assert.DoesNotContain("four-horses", Encoding.UTF8.GetString(answer.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while :; do echo 0123456789; done")]
    [InlineData("sleep 60")]
    public async Task A_program_that_says_too_much_or_takes_too_long_is_ended(string script)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var answer = await BoundedProcess.RunAsync(["/bin/sh", "-c", script], 1_000, deadline.Token, CancellationToken.None);

        Assert.Equal(BoundedProcess.ExitOutOfLimits, answer.ExitCode);
        Assert.Empty(answer.Output);
    }

    private static Task<BoundedAnswer> ShellAsync(string script) =>
        BoundedProcess.RunAsync(["/bin/sh", "-c", script], 10_000, CancellationToken.None, CancellationToken.None);
}
