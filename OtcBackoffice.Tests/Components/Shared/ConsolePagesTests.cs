using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Layout;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Tests.Components.Shared;

public sealed class ConsolePagesTests : BunitContext
{
    private static readonly PaletteEntry Found = new("DEP-1042", "/deposits/1", "Deposit", "deposit");

    [Fact]
    public void Nobody_who_is_not_signed_in_is_led_anywhere()
    {
        Assert.Empty(ConsolePages.OpenTo(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.NotEmpty(ConsolePages.OpenTo(Person("auditor")));
    }

    [Fact]
    public void A_page_is_open_to_its_roles_only()
    {
        var page = new ConsolePage("/treasury", new ConsolePageAttribute("Treasury"), ["treasury", "admin"]);

        Assert.True(page.IsOpenTo(Person("treasury")));
        Assert.False(page.IsOpenTo(Person("merchant")));
    }

    [Fact]
    public void No_two_pages_of_one_person_share_a_key_and_none_an_address()
    {
        // Staff and merchants never open each other's pages, so "g d" may mean the deposits of either.
        foreach (var role in ConsolePages.All.SelectMany(page => page.Roles).Distinct())
        {
            var keys = ConsolePages.All.Where(page => page.Roles.Count == 0 || page.Roles.Contains(role)).Select(page => page.Entry.Keys)
                .Where(keys => keys.Length > 0).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
        }
        Assert.Equal(ConsolePages.All.Count, ConsolePages.All.Select(page => page.Href).Distinct().Count());
        Assert.All(ConsolePages.All, page => Assert.Contains(page.Entry.Icon, IconShapes.Names));
    }

    [Theory]
    [InlineData(new[] { "treasury" }, "It needs the role Treasury.")]
    [InlineData(new[] { "treasury", "admin" }, "It needs the role Treasury or Administrator.")]
    [InlineData(new string[0], "It needs a role that you do not hold.")]
    public void A_refusal_names_the_roles(string[] roles, string sentence)
    {
        Assert.Equal(sentence, NoPermission.RoleSentence(roles));
    }

    [Fact]
    public async Task Records_are_searched_only_with_enough_letters()
    {
        var asked = 0;
        var source = new PaletteSource([(_, _, _) =>
        {
            asked++;
            return Task.FromResult<IReadOnlyList<PaletteEntry>>([Found]);
        }]);

        Assert.Empty(await source.RecordsAsync("de", Person("admin"), CancellationToken.None));
        Assert.Empty(await source.RecordsAsync(new string('x', PaletteSource.LengthMax + 1), Person("admin"), CancellationToken.None));
        Assert.Equal([Found], await source.RecordsAsync(" dep ", Person("admin"), CancellationToken.None));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void The_palette_offers_records_before_pages_and_says_when_there_is_nothing()
    {
        AddAuthorization().SetAuthorized("Amina").SetRoles("otc_officer");
        Services.AddScoped(_ => new PaletteSource(
            [(query, _, _) => Task.FromResult<IReadOnlyList<PaletteEntry>>(query == "home" ? [Found] : [])]));
        var palette = Render<CommandPalette>();

        palette.Find("input").Input("home");
        palette.WaitForAssertion(() =>
            Assert.Equal(["/deposits/1", "/"], palette.FindAll("[role=option]").Select(option => option.GetAttribute("href"))));
        palette.Find("input").Input("<no such thing>");

        palette.WaitForAssertion(() => Assert.Equal("Nothing found for “<no such thing>”.", palette.Find("[role=status]").TextContent));
    }

    private static ClaimsPrincipal Person(string role) => new(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
}
