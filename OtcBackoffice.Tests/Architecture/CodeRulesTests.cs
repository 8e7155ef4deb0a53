namespace OtcBackoffice.Tests.Architecture;

public sealed class CodeRulesTests
{
    private static readonly Dictionary<string, Func<SourceFile, IEnumerable<Violation>>> Rules = new(StringComparer.Ordinal)
    {
        [nameof(CodeRules.MethodLength)] = CodeRules.MethodLength,
        [nameof(CodeRules.OtherClocks)] = CodeRules.OtherClocks,
        [nameof(CodeRules.Blocking)] = CodeRules.Blocking,
        [nameof(CodeRules.AsyncVoid)] = CodeRules.AsyncVoid,
        [nameof(CodeRules.EmptyNames)] = CodeRules.EmptyNames,
        [nameof(CodeRules.MarkupFromData)] = CodeRules.MarkupFromData,
        [nameof(CodeRules.SkippedTests)] = CodeRules.SkippedTests,
        [nameof(CodeRules.BinaryFractions)] = CodeRules.BinaryFractions,
        [nameof(CodeRules.LoosePatterns)] = CodeRules.LoosePatterns,
    };

    public static TheoryData<string> RulesForAll =>
        [.. Rules.Keys.Except([nameof(CodeRules.BinaryFractions), nameof(CodeRules.LoosePatterns)])];

    [Theory]
    [MemberData(nameof(RulesForAll))]
    public void All_code_keeps_the_rule(string rule)
    {
        Violation.AssertNone(Sources.CSharp.SelectMany(Rules[rule]));
    }

    [Fact]
    public void Money_code_has_no_binary_fractions()
    {
        var money = Sources.CSharp.Where(file => file.IsUnder("OtcBackoffice.Domain") || file.IsUnder("OtcBackoffice/Desks"));

        Violation.AssertNone(money.SelectMany(CodeRules.BinaryFractions));
    }

    [Fact]
    public void Patterns_of_the_product_take_ascii_digits_and_end_at_the_end()
    {
        var product = Sources.CSharp.Where(file => file.IsUnder("OtcBackoffice.Domain") || file.IsUnder("OtcBackoffice"));

        Violation.AssertNone(product.SelectMany(CodeRules.LoosePatterns));
    }

    public static TheoryData<string, string> Planted => new()
    {
        { nameof(CodeRules.LoosePatterns), "class X { [GeneratedRegex(\"^a$\")] static Regex A(); }" },
        { nameof(CodeRules.LoosePatterns), "class X { object A = new Regex(@\"\\d{2}\\z\"); }" },
        { nameof(CodeRules.LoosePatterns), "class X { bool A(string t) => Regex.IsMatch(t, @\"[\\d]\"); }" },
        { nameof(CodeRules.MethodLength), "class X { void M() {" + new string('\n', CodeRules.MethodLinesMax - 1) + "} }" },
        { nameof(CodeRules.OtherClocks), "class X { object A => DateTime.UtcNow; }" },
        { nameof(CodeRules.OtherClocks), "class X { object A => System.DateTimeOffset.Now; }" },
        { nameof(CodeRules.Blocking), "class X { object A => Load().Result; }" },
        { nameof(CodeRules.Blocking), "class X { void A() => Load().Wait(); }" },
        { nameof(CodeRules.Blocking), "class X { object A() => Load().GetAwaiter().GetResult(); }" },
        { nameof(CodeRules.Blocking), "class X { void A() => System.Threading.Thread.Sleep(1); }" },
        { nameof(CodeRules.AsyncVoid), "class X { async void A() { } }" },
        { nameof(CodeRules.AsyncVoid), "class X { void A() { async void B() { } } }" },
        { nameof(CodeRules.EmptyNames), "class DepositManager { }" },
        { nameof(CodeRules.EmptyNames), "interface IPricingService { }" },
        { nameof(CodeRules.EmptyNames), "static class StringUtils { }" },
        { nameof(CodeRules.MarkupFromData), "class X { object A => (MarkupString)_name; }" },
        { nameof(CodeRules.MarkupFromData), "class X { object A => new MarkupString($\"<b>{_name}</b>\"); }" },
        { nameof(CodeRules.SkippedTests), "class X { [Fact(Skip = \"later\")] void A() { } }" },
        { nameof(CodeRules.BinaryFractions), "class X { double _rate; }" },
        { nameof(CodeRules.BinaryFractions), "class X { object A => 1.5; }" },
        { nameof(CodeRules.BinaryFractions), "class X { object A => Double.Parse(text); }" },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_violation_is_found(string rule, string text)
    {
        Assert.NotEmpty(Rules[rule](new SourceFile("OtcBackoffice/Desks/X.cs", text)));
    }

    public static TheoryData<string, string> Harmless => new()
    {
        { nameof(CodeRules.LoosePatterns), "class X { [GeneratedRegex(@\"^[0-9$]+\\$\\z\")] static Regex A(); object B = \"cost: $\"; }" },
        { nameof(CodeRules.MethodLength), "class X { void M() {" + new string('\n', CodeRules.MethodLinesMax - 2) + "} }" },
        { nameof(CodeRules.OtherClocks), "class X { object A => _time.GetUtcNow(); string B => \"DateTime.UtcNow\"; }" },
        { nameof(CodeRules.Blocking), "class X { async Task A() => await WaitAsync(); object B => TypedResults.Ok(); }" },
        { nameof(CodeRules.AsyncVoid), "class X { async Task A() { } void B() { } }" },
        { nameof(CodeRules.EmptyNames), "class OutboxDispatcher { Service S; }" },
        { nameof(CodeRules.MarkupFromData),
            "class X { const string Icon = \"<svg/>\"; object A => (MarkupString)Icon; object B => new MarkupString(\"<b/>\"); }" },
        { nameof(CodeRules.BinaryFractions), "class X { decimal _rate = 1.5m; long _n = 15; string S => \"double\"; }" },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Harmless_code_is_left_alone(string rule, string text)
    {
        Assert.Empty(Rules[rule](new SourceFile("OtcBackoffice/Desks/X.cs", text)));
    }
}
