using OtcBackoffice.Domain;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>Which version runs is told to whoever asks, at the console and on the command line, and is the one of the changelog.</summary>
public sealed class VersionTests
{
    [Fact]
    public void The_version_is_the_newest_of_the_changelog()
    {
        var newest = Repository.Read("CHANGELOG.md").Split('\n').First(line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.StartsWith($"## {ProductVersion.Number} ", newest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_says_it_on_every_page()
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = new FormBrowser(host.Address);
        var officer = host.Credentials.StaffNamed("officer");
        await browser.SignInAsync(officer.Email, officer.Password);

        Assert.Contains($"About: OtcBackoffice {ProductVersion.Full}", (await browser.GetAsync("/deposits")).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_says_it_without_a_database()
    {
        using var directory = new TempDirectory();

        Assert.Equal(0, await CommandVerbs.RunAsync(
            ["version", $"--Data:Directory={directory.FullName}", "--environment=Development", "--applicationName=OtcBackoffice"]));
        Assert.False(File.Exists(directory.File("backoffice.db")));
    }
}
