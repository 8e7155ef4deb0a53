namespace OtcBackoffice.Tests.Support;

public sealed class ApprovedTextTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose()
    {
        _directory.Dispose();
    }

    [Fact]
    public void The_same_text_passes_whatever_its_line_ends()
    {
        File.WriteAllText(_directory.File("x"), "one\r\ntwo\r\n");

        Assert.Null(ApprovedText.Difference(_directory.File("x"), "one\ntwo", approve: false));
    }

    [Fact]
    public void A_difference_names_its_line()
    {
        File.WriteAllText(_directory.File("x"), "one\ntwo\n");

        var difference = ApprovedText.Difference(_directory.File("x"), "one\n2\n", approve: false);

        Assert.Contains("Line 2", difference, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\n", File.ReadAllText(_directory.File("x")));
    }

    [Fact]
    public void A_missing_copy_is_a_difference_and_approving_writes_it()
    {
        var file = _directory.File("deep/x");

        Assert.NotNull(ApprovedText.Difference(file, "one", approve: false));
        Assert.Null(ApprovedText.Difference(file, "one", approve: true));
        Assert.Null(ApprovedText.Difference(file, "one", approve: false));
    }
}
