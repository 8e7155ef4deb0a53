using System.Collections.Immutable;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>What a character is to the order of a line: the classes of UAX #9 that a printed text can hold.</summary>
internal enum BidiClass : byte
{
    LeftToRight,
    RightToLeft,
    ArabicLetter,
    EuropeanNumber,
    EuropeanSeparator,
    EuropeanTerminator,
    ArabicNumber,
    CommonSeparator,
    Mark,
    BoundaryNeutral,
    ParagraphSeparator,
    SegmentSeparator,
    Space,
    Other,
}

/// <summary>
/// The class of every character and the brackets that go together, derived from DerivedBidiClass.txt and BidiBrackets.txt of
/// Unicode 15.0.0, since neither .NET nor a library at hand tells them. The signs that turn a line round on purpose are boundary
/// neutral here: no text of a paper may hold one.
/// </summary>
internal static class BidiTable
{
    private const string Letters = "LRAEPTNCMZBSWO";

    // One run of equal classes after the other, from character 0 on: the letter of the class, and the length of the run in base 36
    // when it is not 1.
    private const string Runs =
        "Z9SBSWBZeB3SWO2T3O5PCPC2EaCO6LqO6LqO4Z6BZqCOT4O4LO2ZO2T2E2OLO3ELO5LnOLvOLchO2L7OeL2OeL5O9LOhM34L4O2L8OL5O2LOL32OL3wM7L74"
        + "OL2O2TRM19RMRM2RM2RMR1kN6O2AT2ACAO2MbA1cMlNaTN2A3MA2tM7NOM6A2M2OM4A2EaAnMAuMrA2jMbAfR17M9R2O4R3MRoM4RM9RM3RM5R17M3R4A1c"
        + "N2A6M8A16MoNMwL1jMLML4M8L4ML3M7LaM2LtML1mML4M4L8MLkM2LeT2L7TL2ML2M2L1lML4M2L4M2L2M3L3MLuM2L3MLbM2L1lML4M5LM2L4MLkM2LdTL8"
        + "M6LML1mML2MLM4L8ML7M2LbM2LuML1pMLcML11O6TOL5ML3ML1jMLM3L5M3LM4L7M2LbM2LkO7L2ML1mMLfM2LkM2LsM2L1lM2L4M4L8MLkM2LtML20ML7M3"
        + "LML2iML2M7L4TL7M8L2qML2M9LbM7L21M2LrMLMLMO4L1fMeLM5LM2L5MbLM10L9ML2uM4LM6LM2L2M2LpM2L4M3LgM4LdML2M2L6MLfMLjjM3L1cOaL2uO"
        + "LhrWLqO2L39M3LtM2LuM2LuM2L1sM2LM7L8ML2MbL7TLMLiOaL6ObM3ZML39M2LyML3aM3L4M2L9ML6M3L4OL3O2L48OyLnM2L2ML1mMLM7LMLML2M8L6Ma"
        + "L2ML1cMvL1dM4L1cMLM5LML5ML14M9LcM2LwM4L2M2LM3L1kMLM2L3MLM3L1mM8L2M2L48M3LMdLM7L4ML6ML3M2L5iM1sLcdOLO3LbO3LdO3LdO3LdO2LWb"
        + "Z3LROoWBZ5CT5OfCOqWZgEL3E6P2O3LEaP2O3LhT1cMxLfO2LO4LO2LaOLO3L5O6LOLOLOL4TLbO2L4O5L5O4L2OgL15O3L4O3mPTO82L1xOqLO41LpObLl"
        + "O14EkL26OciLO9fL74OhgL2OwLO2xL6dO6L4M3L7O7L3jML2oMwO2mLyOqLO2hLcO5yLqOcL4WO4L3OpL9M4L2OL5O2L5O3L2hM2O2L3OL2iOL5gO10L1lO2"
        + "L1dOgLsO3L1eOfLcO4L4nO4L2rO2LvOL534O1sLh3kO1jL92O3L2nM4OMaO2LuM2L28M2LeOyL2uOL3dML3ML4MLpM2LO4MLbT2L1mO4L24M2LqMiLdML12"
        + "M8LpMbL1aM3L1cML2M4L2M2L13ML1vM6L2M2L2M2LcML8ML1bML1fMLM3L2M2L5M2LML16M2L8ML37O2L3dML2ML4MLfn3RMRaPR12AdqOiA3jOZwAdO3Mg"
        + "OaL6MgOwCOCLOCO9TO2P2O3LOT2OL4A3zZLO2T3O5PCPC2EaCO6LqO6LqObL3eT2O3T2LO7LZ9O5Z2L75OL1qO25L3OdL3OL2kML6aMErL3eM5Lw5R7zOR69"
        + "M3RM2R5M4R14M3R4MR4lM2R2aO7RcgA10M4A8NaA6R80NvR18M2RjA1pM3R1cAmMbAvRiM4R3eLML1iMfLbOkLaML2M2LaM3L1dM4L2M2L7ML1pM3L10M5L"
        + "M8L1qMLcM2L1gM9LaM4L2ML2nM3L2MLM2L6ML2ML4dML3M8LlM2L1lM2L3ML11M7L3M5L5fM8L2M3LMLnML2cM6LML4M2LM2L6mM4L6M2LM2LrM2L2dM8L2M"
        + "LM2LvOdL1qMLML2M6LML2tM3L2M4LM5L77M9LM2L74M2LML4ML40M4L2M2L4MLwM6L2M2L14M6L2M4L8ML9M6L2M3L1aMdLM2LbaM7LM6L2cMmL2M7LM2LM2"
        + "L3eM6L3MLM2LM7LML20M2L3MLML9nM2LbM2L1gM5L5MLML42O8T4OhL40eML6MfLasaM5L1nM7Lt4ML1rM4L27OLMLf5kM2LZ4L3mkM1aL2MnLf4M3L9Z8M8"
        + "L2M7LuM4L1nO2LlO1uM3OL56O2fLp0OL1lOL1lOL1lOL1lOLaE1eLe8M1jL4M1eL8MLeMLmM5LMfL11sM7LMhL2M7LM2LM5L2sML4gM7LafML1pM4LfTLdo"
        + "M4LlsR5sM7R31M7RmdA28R1sA28R4wA6oO2AeR74O18L4O2sLcOfL2OfLOfLO11LaEbO5LvOL1mO6L1pOL4yO6L4aOrcL4OhL3OdL3O3bL4O2nL6OcL4OLf"
        + "OcL4O1kL8OaL6O14L8OuL2O2L26O9gLcOeL2OdL3O9L7O1aLO7L8OeL4O9L7O9L7O43LO1jL11EaLskZ2L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ2"
        + "L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ2L1ekeZ76M6oZ2s0L1bemZ2L1ekeZ2L1ekeZ2";

    // Where the closing bracket is not the next character.
    private static readonly Dictionary<int, int> FarBrackets = new()
    {
        [0x5B] = 0x5D, [0x7B] = 0x7D, [0x298D] = 0x2990, [0x298F] = 0x298E, [0xFF3B] = 0xFF3D, [0xFF5B] = 0xFF5D,
    };

    private static readonly ImmutableHashSet<int> NearBrackets =
    [
        0x28, 0xF3A, 0xF3C, 0x169B, 0x2045, 0x207D, 0x208D, 0x2308, 0x230A, 0x2329, 0x2768, 0x276A,
        0x276C, 0x276E, 0x2770, 0x2772, 0x2774, 0x27C5, 0x27E6, 0x27E8, 0x27EA, 0x27EC, 0x27EE, 0x2983,
        0x2985, 0x2987, 0x2989, 0x298B, 0x2991, 0x2993, 0x2995, 0x2997, 0x29D8, 0x29DA, 0x29FC, 0x2E22,
        0x2E24, 0x2E26, 0x2E28, 0x2E55, 0x2E57, 0x2E59, 0x2E5B, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010,
        0x3014, 0x3016, 0x3018, 0x301A, 0xFE59, 0xFE5B, 0xFE5D, 0xFF08, 0xFF5F, 0xFF62,
    ];

    private static readonly Dictionary<int, int> Closing = NearBrackets.Select(open => (open, open + 1))
        .Concat(FarBrackets.Select(pair => (pair.Key, pair.Value))).ToDictionary();

    private static readonly Dictionary<int, int> Opening = Closing.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly (int[] Starts, BidiClass[] Classes) Read = ReadRuns();

    /// <summary>The class of a character.</summary>
    public static BidiClass ClassOf(int character)
    {
        var at = Array.BinarySearch(Read.Starts, character);
        return Read.Classes[at >= 0 ? at : ~at - 1];
    }

    /// <summary>The bracket that closes what this character opens, or 0.</summary>
    public static int ClosingOf(int character) => Closing.GetValueOrDefault(character);

    /// <summary>The bracket that opens what this character closes, or 0.</summary>
    public static int OpeningOf(int character) => Opening.GetValueOrDefault(character);

    private static (int[] Starts, BidiClass[] Classes) ReadRuns()
    {
        var (starts, classes, next) = (new List<int>(), new List<BidiClass>(), 0);
        for (var at = 0; at < Runs.Length;)
        {
            starts.Add(next);
            classes.Add((BidiClass)Letters.IndexOf(Runs[at++], StringComparison.Ordinal));
            var length = 0;
            for (; at < Runs.Length && !char.IsAsciiLetterUpper(Runs[at]); at++)
            {
                length = (length * 36) + (char.IsAsciiDigit(Runs[at]) ? Runs[at] - '0' : Runs[at] - 'a' + 10);
            }
            next += length == 0 ? 1 : length;
        }
        return ([.. starts], [.. classes]);
    }
}
