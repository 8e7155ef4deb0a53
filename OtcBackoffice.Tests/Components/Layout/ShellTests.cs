using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Components.Account;
using OtcBackoffice.Components.Layout;

namespace OtcBackoffice.Tests.Components.Layout;

public sealed class ShellTests : LibraryContext
{
    public ShellTests()
    {
        Services.AddSingleton<AntiforgeryStateProvider>(new NoToken());
        // Who of the demo may walk in is the desk's to say, and shown over HTTP.
        ComponentFactories.AddStub<DemoPeople>();
    }

    [Fact]
    public void The_navigation_says_who_is_signed_in_and_as_what()
    {
        AddAuthorization().SetAuthorized("amina@demo.local").SetRoles("otc_officer", "treasury");

        Assert.Equal("OTC officer, Treasury", Render<NavMenu>().Find(".what").TextContent);
    }

    [Theory]
    [InlineData("/block-trades", "/block-trades")]
    [InlineData("/block-trades/1001", "/block-trades")]
    [InlineData("/block-trades/markets", "/block-trades/markets")]
    public void One_place_of_the_navigation_is_where_one_is(string address, string lit)
    {
        AddAuthorization().SetAuthorized("omar@demo.local").SetRoles("admin");
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        Assert.Equal(lit, Assert.Single(Render<NavMenu>().FindAll("a[aria-current=page]")).GetAttribute("href"));
    }

    [Fact]
    public void A_fault_stays_in_its_pane_and_carries_an_id()
    {
        var boundary = Render<PageBoundary>(p => p.AddChildContent<Faulty>());

        Assert.Matches("^Request id [0-9a-f]{32}$", boundary.Find(".request-id").TextContent);
        Assert.DoesNotContain("secret detail", boundary.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/deposits?view=late", "/deposits?view=late")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("", "/")]
    public void Signing_in_leads_only_to_this_site(string asked, string led)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/account/sign-in?returnUrl=" + Uri.EscapeDataString(asked));

        var page = Render<SignIn>();

        Assert.Equal(led, page.Find("input[name=returnUrl]").GetAttribute("value"));
        Assert.Equal("/account/sign-in", page.Find("form").GetAttribute("action"));
        Assert.Equal("post", page.Find("form").GetAttribute("method"));
    }

    [Fact]
    public void A_wrong_address_and_a_wrong_password_read_the_same()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/account/sign-in?error=unknown_user");
        var first = Render<SignIn>().Find("[role=alert]").TextContent;
        navigation.NavigateTo("/account/sign-in?error=wrong_password");

        Assert.Equal(first, Render<SignIn>().Find("[role=alert]").TextContent);
    }

    private sealed class Faulty : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("secret detail");
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
