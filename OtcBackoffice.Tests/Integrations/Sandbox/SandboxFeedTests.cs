using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Tests.Integrations.Sandbox;

/// <summary>Nodes that share a stream see the same lines in the same order, whatever becomes of a write (issue 18).</summary>
public sealed class SandboxFeedTests
{
    [Fact]
    public void A_write_that_was_lost_uses_no_number_and_hides_nothing_that_others_write()
    {
        var shelf = new ForgetfulShelf();
        var (own, others) = (new List<string>(), new List<string>());
        var (mine, theirs) = (new SandboxFeed(shelf, "rates", own.Add), new SandboxFeed(shelf, "rates", others.Add));
        mine.Append("one");

        shelf.LosesNext = true;
        Assert.Throws<IOException>(() => mine.Append("lost"));
        theirs.Append("two");
        mine.Follow();
        mine.Append("three");
        theirs.Follow();

        Assert.Equal(["one", "two", "three"], shelf.Lines);
        Assert.Equal(["one", "two", "three"], others);
        Assert.Equal(["one", "two", "three"], own);
    }

    [Fact]
    public void A_change_that_was_lost_begins_the_world_anew()
    {
        var shelf = new ForgetfulShelf();
        var seen = new List<string>();
        var feed = new SandboxFeed(shelf, "chain", seen.Add, seen.Clear);
        feed.Append("one");

        shelf.LosesNext = true;
        Assert.Throws<IOException>(() => feed.Change(append =>
        {
            append("lost");
            return seen.Count;
        }));
        Assert.Empty(seen);
        Assert.Equal(3, feed.Change(append =>
        {
            append("two");
            append("three");
            return seen.Count;
        }));

        Assert.Equal(["one", "two", "three"], seen);
        Assert.Equal(seen, shelf.Lines);
    }

    /// <summary>A shelf that once loses what was appended, as a server that dies in a commit does.</summary>
    private sealed class ForgetfulShelf : ISandboxShelf
    {
        public List<string> Lines { get; } = [];

        public bool LosesNext { get; set; }

        public IReadOnlyList<string> After(string stream, long number) => Lines[(int)number..];

        public TAnswer Alone<TAnswer>(string stream, Func<ISandboxPen, TAnswer> work)
        {
            var pen = new Pen(this);
            var answer = work(pen);
            if (LosesNext)
            {
                LosesNext = false;
                throw new IOException("The server is gone.");
            }
            pen.Written.ForEach(line =>
            {
                Assert.Equal(Lines.Count + 1, line.Number);
                Lines.Add(line.Text);
            });
            return answer;
        }

        private sealed class Pen(ForgetfulShelf shelf) : ISandboxPen
        {
            public List<(long Number, string Text)> Written { get; } = [];

            public IReadOnlyList<string> After(long number) => shelf.After("", number);

            public void Append(long number, string line) => Written.Add((number, line));
        }
    }
}
