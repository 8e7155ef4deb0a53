using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components;

/// <summary>The component library without its theme provider: every variable that its sheet asks for stands in ours.</summary>
public sealed partial class LibraryDressTests
{
    // Left out because it turns light-dark() inside inputs; the rest the library's own elements set while they run.
    private static readonly string[] NotOurs =
        ["--mud-native-html-color-scheme", "--mud-drawer-width", "--mud-drawer-height", "--mud-drawer-height-top",
            "--mud-drawer-height-bottom", "--mud-internal-toolbar-height"];

    [Fact]
    public async Task Every_variable_that_the_library_asks_for_is_set_and_its_sheet_comes_compressed()
    {
        await using var host = await DeskHost.StartAsync();
        // What was only built is kept as gzip; a published product answers br, which is a third smaller.
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await client.GetAsync(new Uri($"/_content/MudBlazor/MudBlazor.min.css?v={Version}", UriKind.Relative));
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));

        await using var plain = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var asked = Asked().Matches(await reader.ReadToEndAsync()).Select(match => match.Groups[1].Value).ToHashSet();
        var set = Set().Matches(Ours).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(asked.Count > 150, "The library asks for hardly anything; is that its sheet?");
        Assert.Empty(asked.Except(set).Except(NotOurs).Order());
        Assert.DoesNotContain("--mud-native-html-color-scheme:", Ours, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_sheet_and_script_are_of_one_version()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "OtcBackoffice", "Components", "App.razor.cs"));

        Assert.Contains($"MudBlazor.min.css?v={Version}\") layer(library)", Ours, StringComparison.Ordinal);
        Assert.Contains($"MudBlazor.min.css?v={Version}\"", document, StringComparison.Ordinal);
        Assert.Contains($"MudBlazor.min.js?v={Version}\"", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<MudThemeProvider")]
    [InlineData("<MudSnackbarProvider")]
    public void Parts_that_write_style_elements_are_not_used(string part)
    {
        var users = Directory.EnumerateFiles(Path.Combine(Repository.Root, "OtcBackoffice", "Components"), "*.razor",
            SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(part, StringComparison.Ordinal));

        Assert.Empty(users);
    }

    private static string Ours => File.ReadAllText(Path.Combine(Repository.Root, "wwwroot", "css", "mud.css"));

    private static string Version =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => package.Attribute("Include")?.Value == "MudBlazor").Attribute("Version")!.Value;

    [GeneratedRegex(@"var\((--mud-[a-z0-9-]+)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"(--mud-[a-z0-9-]+):")]
    private static partial Regex Set();
}
