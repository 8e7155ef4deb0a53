using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Tests.Domain.Text;

public sealed class TextGateTests
{
    private static readonly string Long = new('x', 10_000);

    [Theory]
    [InlineData("\u200B\u200B")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u00AD\u034F")]
    [InlineData("Acacia \u202ElatipaC\u202C")]
    [InlineData("Acacia \u2066x\u2069")]
    [InlineData("Acacia\nCapital")]
    [InlineData("Acacia\u0085Capital")]
    [InlineData("Acacia\u2028Capital")]
    [InlineData("a\0b")]
    [InlineData("a\u0378b")]
    [InlineData("a\uE000b")]
    public void What_is_no_name_is_refused(string text)
    {
        var read = TextGate.Read(TextKind.Name, "name", text);

        Assert.False(read.IsSuccess);
        Assert.Equal("name", read.Error.Field);
        Assert.StartsWith("name ", read.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_and_no_character_are_refused_in_every_kind()
    {
        foreach (var kind in Enum.GetValues<TextKind>())
        {
            Assert.All((string[])["a" + (char)0xD800 + "b", ((char)0xDC00).ToString(), (char)0xDC00 + "" + (char)0xD800],
                text => Assert.False(TextGate.Read(kind, "f", text).IsSuccess));
        }
        Assert.False(TextGate.Read(TextKind.FreeText, "f", "a" + (char)0xFFFF).IsSuccess);
    }

    [Theory]
    [InlineData("Pen\u0303a", "Pe\u00F1a")]
    [InlineData("  Acacia \u00A0\u2003 Ltd ", "Acacia Ltd")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\uD83D\uDE00", "\uD83D\uDE00")]
    [InlineData("", "")]
    public void A_name_is_brought_into_one_form(string text, string expected)
    {
        Assert.Equal(expected, TextGate.Read(TextKind.Name, "name", text).Value);
    }

    [Theory]
    [InlineData(TextKind.Email, "ana\u200B@example.com")]
    [InlineData(TextKind.Email, "\u202Eana@example.com")]
    [InlineData(TextKind.Email, "ana @example.com")]
    [InlineData(TextKind.Code, "KES\n")]
    [InlineData(TextKind.Code, " KES")]
    [InlineData(TextKind.Code, "KES\u200B")]
    [InlineData(TextKind.Url, "https://a.example/\u202Ex")]
    [InlineData(TextKind.Reference, "FT26\u200B7788")]
    [InlineData(TextKind.Reference, "FT26\r\n7788")]
    [InlineData(TextKind.FreeText, "\u202Eno")]
    [InlineData(TextKind.FreeText, "a\u0007b")]
    [InlineData(TextKind.FreeText, "\u200B")]
    [InlineData(TextKind.Secret, "a\0b")]
    public void Every_kind_refuses_what_it_cannot_be(TextKind kind, string text)
    {
        Assert.False(TextGate.Read(kind, "field", text).IsSuccess);
    }

    [Theory]
    [InlineData(TextKind.FreeText, "two\r\nlines\tand a tab")]
    [InlineData(TextKind.FreeText, "\u0634\u06A9\u0631 \u2014 ok")]
    [InlineData(TextKind.Secret, " pass\u200Bword ")]
    [InlineData(TextKind.Code, "USDT")]
    public void What_fits_its_kind_stays_as_it_is(TextKind kind, string text)
    {
        Assert.Equal(text, TextGate.Read(kind, "field", text).Value);
    }

    [Theory]
    [InlineData("Pe\u00F1a Exportaci\u00F3n", "PEN\u0303A\u200B  EXPORTACIO\u0301N")]
    [InlineData("Stra\u00DFe", "STRASSE")]
    [InlineData("\u1E9Ea", "SSA")]
    [InlineData("\uFB01n", "FIN")]
    [InlineData("\uFF21cacia", "acacia")]
    [InlineData("\u03A3\u03BF\u03C6\u03BF\u03C2", "\u03C3\u03BF\u03C6\u03BF\u03C3")]
    [InlineData("a\u00A0b", "A b")]
    public void Two_spellings_of_one_name_have_one_key(string one, string other)
    {
        Assert.Equal(NameKey.Of(one), NameKey.Of(other));
    }

    [Theory]
    [InlineData("\u0420e\u00F1a", "Pe\u00F1a")]
    [InlineData("\u0410\u0441\u0430\u0441\u0456\u0430", "Acacia")]
    [InlineData("Acac1a", "Acacla")]
    [InlineData("Baobab", "Ba\u03BFbab")]
    public void Look_alikes_have_other_keys_and_one_skeleton(string one, string other)
    {
        Assert.NotEqual(NameKey.Of(one), NameKey.Of(other));
        Assert.Equal(NameKey.SkeletonOf(one), NameKey.SkeletonOf(other));
    }

    [Fact]
    public void A_key_of_a_key_is_that_key()
    {
        foreach (var text in (string[])["Stra\u00DFe \u0130stanbul", "\u1E9A\u01F0", "\u1F80\u0345", "\uFDFA", "\u00C5\u212B", Long])
        {
            Assert.Equal(NameKey.Of(text), NameKey.Of(NameKey.Of(text)));
        }
    }

    [Theory]
    [InlineData("2026-03-16T09:00:00Z", true)]
    [InlineData("2026-03-16T09:00:00.123+03:00", true)]
    [InlineData("2026-03-16T09:00-05:30", true)]
    [InlineData("2026-03-16 09:00:00Z", false)]
    [InlineData("2026-03-16T09:00:00", false)]
    [InlineData("16/03/2026T09:00:00Z", false)]
    [InlineData("2026-03-16T09:00:00Z\n", false)]
    [InlineData("2026-03-16T24:00:00Z", false)]
    [InlineData("0001-01-01T00:00:00+14:00", false)]
    [InlineData("\u0662026-03-16T09:00:00Z", false)]
    public void An_instant_has_one_of_the_promised_forms(string text, bool isTaken)
    {
        Assert.Equal(isTaken, ExactTime.TryInstant(text, out _));
    }

    [Theory]
    [InlineData("29/11/2026", true)]
    [InlineData("29.11.26", true)]
    [InlineData("7 diciembre 2026", true)]
    [InlineData("2026-13-40", false)]
    [InlineData("soon", false)]
    public void A_day_that_comes_first_gets_a_hint(string text, bool isHinted)
    {
        Assert.False(ExactTime.TryDay(text, out _));
        Assert.Equal(isHinted, ExactTime.HintOf(text).Length > 0);
    }
}
