using System.Reflection;

namespace OtcBackoffice.Tests.Architecture;

public sealed class AssemblyRulesTests
{
    private static readonly Assembly Host = Assembly.Load("OtcBackoffice");
    private static readonly Assembly Domain = Assembly.Load("OtcBackoffice.Domain");

    [Fact]
    public void The_domain_refers_to_the_base_class_library_only()
    {
        AssertNone(AssemblyRules.DomainReferences(Domain));
    }

    [Fact]
    public void Pages_and_routes_hold_nothing_of_the_database()
    {
        AssertNone(AssemblyRules.DataInFaces(Host.GetTypes()));
    }

    [Fact]
    public void Desks_answer_with_views()
    {
        AssertNone(AssemblyRules.EntitiesFromDesks(Host.GetTypes(), AssemblyRules.EntitiesOf(Host.GetTypes())));
    }

    [Fact]
    public void Every_page_says_who_may_enter()
    {
        AssertNone(SurfaceRules.UndecidedPages(Host.GetTypes()));
    }

    [Fact]
    public void A_foreign_reference_of_the_domain_is_found()
    {
        var planted = Planted.Compile("public class X { public Microsoft.EntityFrameworkCore.DbContext? Context; }");

        Assert.Contains(AssemblyRules.DomainReferences(planted),
            reason => reason.EndsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public class Page { [Microsoft.AspNetCore.Components.Inject] Microsoft.EntityFrameworkCore.DbContext? Context { get; "
        + "set; } }")]
    [InlineData("public class Page(Microsoft.EntityFrameworkCore.IDbContextFactory<Microsoft.EntityFrameworkCore.DbContext> contexts) { "
        + "public object O => contexts; }")]
    [InlineData("public class Page { System.Collections.Generic.List<OtcBackoffice.Data.Records.Row>? _rows; }")]
    [InlineData("public class Page { static void Handle(OtcBackoffice.Data.Records.Row[] rows) { } }")]
    public void A_page_that_holds_data_is_found(string page)
    {
        var planted = Planted.Compile(
            $"namespace OtcBackoffice.Data.Records {{ public class Row {{ }} }} namespace OtcBackoffice.Components.Deposits {{ {page} }}");

        Assert.NotEmpty(AssemblyRules.DataInFaces(planted.GetTypes()));
    }

    [Theory]
    [InlineData("public Row Get() => new();", true)]
    [InlineData("public System.Threading.Tasks.Task<System.Collections.Generic.IReadOnlyList<Row>> List() => null!;", true)]
    [InlineData("public View Get() => new();", true)]
    [InlineData("public string Get() => \"\";", false)]
    [InlineData("internal Row Get() => new();", false)]
    public void An_entity_that_leaves_a_desk_is_found(string method, bool found)
    {
        var planted = Planted.Compile(
            "namespace OtcBackoffice.Data.Records { public class Row { } }" +
            "namespace OtcBackoffice.Desks.Deposits { using OtcBackoffice.Data.Records; public class View { public Row[]? Rows { get; "
                + "set; } }" +
            $"public class DepositDesk {{ {method} }} }}").GetTypes();

        Assert.Equal(found, AssemblyRules.EntitiesFromDesks(planted, AssemblyRules.EntitiesOf(planted)).Any());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("[Microsoft.AspNetCore.Authorization.Authorize(Policy = \"x\")]", false)]
    [InlineData("[Microsoft.AspNetCore.Authorization.AllowAnonymous]", false)]
    public void A_page_without_a_word_on_who_may_enter_is_found(string attribute, bool found)
    {
        var planted = Planted.Compile($"[Microsoft.AspNetCore.Components.Route(\"/x\")] {attribute} public class Page {{ }}");

        Assert.Equal(found, SurfaceRules.UndecidedPages(planted.GetTypes()).Any());
    }

    private static void AssertNone(IEnumerable<string> reasons)
    {
        var found = reasons.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
