namespace OtcBackoffice.Tests.Defences;

/// <summary>A text of a file and what stands in its place while a defence is out.</summary>
/// <param name="File">The file by its path from the repository root, with forward slashes.</param>
/// <param name="Before">The text as it stands there, once.</param>
/// <param name="After">The text without the defence; it still compiles.</param>
internal sealed record Edit(string File, string Before, string After);

/// <summary>One defence taken out of the product, and the tests that have to fail without it.</summary>
internal sealed record Removal
{
    /// <summary>Says what is taken out where.</summary>
    /// <param name="attacks">The attacks that come through then, such as <c>A01</c>; several with a blank between them.</param>
    /// <param name="what">What is taken out, in a few words.</param>
    /// <param name="file">The file, see <see cref="Edit"/>.</param>
    /// <param name="before">The text as it stands there, once.</param>
    /// <param name="after">The text without the defence.</param>
    /// <param name="tests">The tests that are run, as <c>Class.Method</c> or <c>Class</c>; one of them has to fail.</param>
    public Removal(string attacks, string what, string file, string before, string after, params string[] tests)
    {
        Attacks = attacks.Split(' ');
        What = what;
        Edits = [new Edit(file, before, after)];
        Tests = tests;
    }

    public IReadOnlyList<string> Attacks { get; }

    public string What { get; }

    public IReadOnlyList<Edit> Edits { get; private init; }

    public IReadOnlyList<string> Tests { get; }

    /// <summary>The same with a further place, for a defence that stands in two: taking out one of them alone opens nothing.</summary>
    public Removal And(string file, string before, string after) => this with { Edits = [.. Edits, new Edit(file, before, after)] };

    public override string ToString() => $"{string.Join(' ', Attacks)} {What}";
}
