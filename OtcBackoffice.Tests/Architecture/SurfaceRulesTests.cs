using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace OtcBackoffice.Tests.Architecture;

public sealed class SurfaceRulesTests
{
    [Fact]
    public void A_route_without_a_word_on_who_may_call_it_is_found()
    {
        var undecided = SurfaceRules.UndecidedEndpoints([Route("/open", new HttpMethodMetadata(["POST"]))]);

        Assert.Equal("POST /open has neither a policy nor AllowAnonymous", Assert.Single(undecided));
    }

    [Fact]
    public void A_policy_and_an_explicit_welcome_are_both_answers()
    {
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

        Assert.Empty(SurfaceRules.UndecidedEndpoints(
            [Route("/a", new AuthorizeAttribute()), Route("/b", new AllowAnonymousAttribute()), Route("/c", policy)]));
    }

    [Fact]
    public void Only_the_framework_s_own_routes_are_left_to_it()
    {
        Assert.Empty(SurfaceRules.UndecidedEndpoints([Route("/_blazor/negotiate")]));
        Assert.Single(SurfaceRules.UndecidedEndpoints([Route("/_blazor/ours")]));
    }

    private static RouteEndpoint Route(string pattern, params object[] metadata)
    {
        return new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new EndpointMetadataCollection(metadata),
            pattern);
    }
}
