using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>A start that cannot work says everything that is wrong, in sentences that name the setting.</summary>
public sealed class StartFaultsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_fault_of_every_reader_is_told_at_once()
    {
        (string Setting, string Value, string Said)[] wrong =
        [
            ("Identity:StepUpMinutes", "900", "Identity:StepUpMinutes must be"),
            ("Demo:Enabled", "perhaps", "Demo:Enabled is 'perhaps'"),
            ("Console:PublicAddress", "ftp://desk", "Console:PublicAddress"),
            ("DataProtection:CertificatePath", "/not/there.p12", "DataProtection:CertificatePath names no file"),
            ("RateLimits:PerMinute", "-1", "RateLimits:PerMinute must be"),
            ("RateLimits:Ban:After", "often", "RateLimits:Ban:After is 'often'"),
            ("Edges:KnownProxies:0", "localhost", "Edges:KnownProxies: 'localhost'"),
            ("Exchange:TtlSeconds", "0", "Exchange:TtlSeconds must be"),
            ("OTC_OFFICER_MAX_USD", "a lot", "OTC_OFFICER_MAX_USD"),
            ("Rates:JumpMinutes", "0", "JumpMinutes"),
            ("Egress:TimeoutSeconds", "0", "Egress"),
            ("Proofs:MaxPages", "0", "Proofs:MaxPages"),
        ];

        var refused = Assert.Throws<SettingsException>(() => BackofficeHost.Build(
            ["--environment=Development", "--applicationName=OtcBackoffice", $"--Data:Directory={_directory.FullName}",
                .. wrong.Select(one => $"--{one.Setting}={one.Value}")]));

        Assert.All(wrong, one => Assert.Contains(refused.Faults, said => said.Contains(one.Said, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Hst=127.0.0.1;Password=not-to-be-seen")]
    [InlineData("Host=127.0.0.1;Port=many;Password=not-to-be-seen")]
    [InlineData("not-to-be-seen")]
    public void A_connection_string_that_is_none_is_told_without_repeating_it(string text)
    {
        var refused = Assert.Throws<SettingsException>(() => BackofficeHost.Build(
            ["--environment=Development", "--applicationName=OtcBackoffice", $"--Data:Directory={_directory.FullName}",
                "--Database:Provider=PostgreSql", $"--ConnectionStrings:Backoffice={text}"]));

        Assert.Contains("ConnectionStrings:Backoffice", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-seen", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_start_ends_with_one()
    {
        Assert.Equal(1, await CommandVerbs.RunAsync(
            ["--environment=Development", "--applicationName=OtcBackoffice", $"--Data:Directory={_directory.FullName}",
                "--Database:Provider=PostgreSql", "--ConnectionStrings:Backoffice=Host=127.0.0.1;Port=1;Database=desk"]));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_told()
    {
        await File.WriteAllTextAsync(_directory.File("taken"), "");

        var refused = Assert.Throws<SettingsException>(() => BackofficeHost.Build(
            ["--environment=Development", "--applicationName=OtcBackoffice", $"--Data:Directory={_directory.File("taken")}"]));

        Assert.Contains("Data:Directory", refused.Message, StringComparison.Ordinal);
    }
}
