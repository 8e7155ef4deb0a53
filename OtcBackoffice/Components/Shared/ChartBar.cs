namespace OtcBackoffice.Components.Shared;

/// <summary>One bar of a picture: what it stands for, its figure in words, and the parts it is made of from the start on.</summary>
public sealed record ChartBar(string Name, string Label, IReadOnlyList<ChartPart> Parts)
{
    /// <summary>A bar of one part.</summary>
    public static ChartBar Of(string name, string label, int percent) => new(name, label, [new ChartPart(percent, "1")]);
}

/// <summary>A part of a bar, in hundredths of its length. Looks: 1 filled, 2 hatched, short filled as a fault.</summary>
public sealed record ChartPart(int Percent, string Look);
