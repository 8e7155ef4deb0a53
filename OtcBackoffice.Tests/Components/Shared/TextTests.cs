using FsCheck;
using FsCheck.Fluent;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Tests.Components.Shared;

public sealed class TextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("999.99", "999.99")]
    [InlineData("1000", "1,000")]
    [InlineData("-1234567.000001", "−1,234,567.000001")]
    [InlineData("12e5", "12e5")]
    [InlineData("", "")]
    [InlineData("n/a", "n/a")]
    public void Amounts_are_grouped_as_text(string amount, string shown)
    {
        Assert.Equal(shown, AmountText.Group(amount));
    }

    [Fact]
    public void Grouping_loses_no_digit()
    {
        Prop.ForAll<long>(minor =>
        {
            var text = (minor / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
            return AmountText.Group(text).Replace(",", "", StringComparison.Ordinal).Replace('−', '-') == text;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-9, "just now")]
    [InlineData(-59, "59 s ago")]
    [InlineData(-2760, "46 min ago")]
    [InlineData(-7199, "1 h ago")]
    [InlineData(-172_800, "2 d ago")]
    [InlineData(90, "in 1 min")]
    public void Distances_are_whole_units_rounded_down(int seconds, string words)
    {
        var now = new DateTime(2026, 3, 16, 8, 0, 0, DateTimeKind.Utc);

        Assert.Equal(words, RelativeTime.Describe(now, now.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData("Africa/Nairobi", "EAT")]
    [InlineData("America/Los_Angeles", "UTC−7")]
    [InlineData("Asia/Kathmandu", "UTC+5:45")]
    [InlineData("Europe/London", "UTC")]
    [InlineData("Not/AZone", "UTC")]
    [InlineData(null, "UTC")]
    public void Zones_have_short_names(string? id, string label)
    {
        Assert.Equal(label, ConsoleZone.Find(id).LabelAt(new DateTime(2026, 3, 16, 8, 0, 0, DateTimeKind.Utc)));
    }

    [Fact]
    public void A_day_with_a_clock_change_is_as_long_as_it_is()
    {
        var zone = ConsoleZone.Find("America/Los_Angeles");

        var spring = zone.StartOfDayUtc(new DateOnly(2026, 3, 9)) - zone.StartOfDayUtc(new DateOnly(2026, 3, 8));

        Assert.Equal(TimeSpan.FromHours(23), spring);
    }

    [Fact]
    public void A_day_without_midnight_begins_at_its_first_minute()
    {
        var zone = ConsoleZone.Find("Africa/Cairo");

        Assert.Equal(new DateTime(2026, 4, 23, 22, 0, 0, DateTimeKind.Utc), zone.StartOfDayUtc(new DateOnly(2026, 4, 24)));
    }

    [Fact]
    public void Every_icon_has_a_drawing_of_its_own()
    {
        var shapes = IconShapes.Names.Select(IconShapes.For).ToList();

        Assert.Equal(shapes.Count, shapes.Distinct().Count());
        Assert.Equal(IconShapes.For("dot"), IconShapes.For("no such name"));
    }

    [Fact]
    public void A_circuit_notice_count_says_only_real_changes()
    {
        var counts = new NavCounts();
        var changes = 0;
        counts.Changed += () => changes++;

        counts.Set("/deposits", 3);
        counts.Set("/deposits", 3);
        counts.Set("/deposits", 4);

        Assert.Equal(2, changes);
        Assert.Equal(("/deposits", 4), (Assert.Single(counts.All).Key, counts.All["/deposits"]));
    }
}
