using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Tests.Domain.Monetary;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", 2, 0)]
    [InlineData("0.01", 2, 1)]
    [InlineData("100000000", 2, 10_000_000_000)]
    [InlineData("129.5", 2, 12_950)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("0.000001", 6, 1)]
    public void Plain_digits_are_read_exactly(string text, int scale, long expected)
    {
        Assert.True(DecimalText.TryParse(text, scale, out var minor));
        Assert.Equal(expected, minor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("1,000")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("01")]
    [InlineData("1.2.3")]
    [InlineData("1.234")]
    [InlineData("1.000")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("\u0661\u0662")]
    [InlineData("１２")]
    [InlineData("92233720368547758.08")]
    [InlineData("100000000000000000000000000000000000000")]
    public void Everything_else_is_refused(string? text)
    {
        Assert.False(DecimalText.TryParse(text, 2, out _));
    }

    [Theory]
    [InlineData(0, 2, "0.00")]
    [InlineData(5, 3, "0.005")]
    [InlineData(-123456, 2, "-1234.56")]
    [InlineData(77, 0, "77")]
    [InlineData(long.MinValue, 6, "-9223372036854.775808")]
    public void Minor_units_are_written_with_all_decimals(long minor, int scale, string expected)
    {
        Assert.Equal(expected, DecimalText.Format(minor, scale));
    }

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        var random = new Random(20260331);
        for (var i = 0; i < 2_000; i++)
        {
            var (minor, scale) = (random.NextInt64(0, long.MaxValue), random.Next(0, 10));

            Assert.True(DecimalText.TryParse(DecimalText.Format(minor, scale), scale, out var back));
            Assert.Equal(minor, back);
        }
    }
}
