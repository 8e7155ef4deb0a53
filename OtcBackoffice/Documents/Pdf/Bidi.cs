namespace OtcBackoffice.Documents.Pdf;

/// <summary>
/// The bidirectional order of UAX #9: rules P2, P3, W1-W7, N0-N2, I1, I2, L1 and L2. The explicit rules X1-X8 have nothing to work
/// on, since the signs they are about are taken out of every text before: a paragraph is one run of one level at first.
/// </summary>
internal sealed class Bidi
{
    // BD16: brackets nested deeper than this are left as they are.
    private const int BracketsMax = 63;

    private readonly IReadOnlyList<int> _characters;
    private readonly BidiClass[] _original, _classes;
    private readonly int _base;

    private Bidi(IReadOnlyList<int> characters, BidiClass[] original, int paragraphLevel)
    {
        (_characters, _original, _classes, _base) = (characters, original, [.. original], paragraphLevel);
    }

    private BidiClass Base => DirectionOf(_base);

    /// <summary>The level of a paragraph whose first letter decides its direction: 1 for right to left, otherwise 0.</summary>
    public static int ParagraphLevel(IEnumerable<int> characters)
    {
        var first = characters.Select(BidiTable.ClassOf).FirstOrDefault(IsStrong);
        return first is BidiClass.RightToLeft or BidiClass.ArabicLetter ? 1 : 0;
    }

    /// <summary>The level of each character of a paragraph: odd ones run from right to left. Lines are cut afterwards.</summary>
    public static int[] Levels(IReadOnlyList<int> characters, int paragraphLevel)
    {
        // X9: what is boundary neutral is no part of any rule; it goes with what stands before it.
        var classes = characters.Select(BidiTable.ClassOf).ToArray();
        var kept = Enumerable.Range(0, characters.Count).Where(at => classes[at] != BidiClass.BoundaryNeutral).ToArray();
        var resolved = new Bidi([.. kept.Select(at => characters[at])], [.. kept.Select(at => classes[at])], paragraphLevel).Resolve();
        var levels = new int[characters.Count];
        var (next, level) = (0, paragraphLevel);
        for (var at = 0; at < levels.Length; at++)
        {
            if (next < kept.Length && kept[next] == at)
            {
                level = resolved[next++];
            }
            levels[at] = level;
        }
        return levels;
    }

    /// <summary>L1 for one line: white space at its end, and before a separator, goes with the paragraph.</summary>
    public static int[] LineLevels(IReadOnlyList<int> characters, ReadOnlySpan<int> levels, int paragraphLevel)
    {
        var line = levels.ToArray();
        var isAtEnd = true;
        for (var at = line.Length - 1; at >= 0; at--)
        {
            var one = BidiTable.ClassOf(characters[at]);
            isAtEnd = one is BidiClass.ParagraphSeparator or BidiClass.SegmentSeparator
                || (isAtEnd && (one is BidiClass.Space or BidiClass.BoundaryNeutral));
            line[at] = isAtEnd ? paragraphLevel : line[at];
        }
        return line;
    }

    /// <summary>L2: the places of a line's parts as they stand from left to right.</summary>
    public static int[] VisualOrder(IReadOnlyList<int> levels)
    {
        var order = Enumerable.Range(0, levels.Count).ToArray();
        var highest = levels.DefaultIfEmpty().Max();
        for (var level = highest; level > 0; level--)
        {
            for (var start = 0; start < order.Length; start++)
            {
                var end = start;
                while (end < order.Length && levels[order[end]] >= level)
                {
                    end++;
                }
                Array.Reverse(order, start, end - start);
                start = Math.Max(start, end - 1);
            }
        }
        return order;
    }

    private static bool IsStrong(BidiClass one) => one is BidiClass.LeftToRight or BidiClass.RightToLeft or BidiClass.ArabicLetter;

    private static BidiClass DirectionOf(int level) => (level & 1) == 0 ? BidiClass.LeftToRight : BidiClass.RightToLeft;

    private int[] Resolve()
    {
        Marks();
        NumbersAfterArabic();
        Separators();
        Terminators();
        NumbersAfterLatin();
        Brackets();
        Neutrals();
        return [.. _classes.Select(LevelOf)];
    }

    // I1, I2.
    private int LevelOf(BidiClass one) => (one, _base & 1) switch
    {
        (BidiClass.RightToLeft, 0) => _base + 1,
        (BidiClass.ArabicNumber or BidiClass.EuropeanNumber, 0) => _base + 2,
        (BidiClass.LeftToRight or BidiClass.ArabicNumber or BidiClass.EuropeanNumber, 1) => _base + 1,
        _ => _base,
    };

    // W1.
    private void Marks()
    {
        for (var at = 0; at < _classes.Length; at++)
        {
            if (_classes[at] == BidiClass.Mark)
            {
                _classes[at] = at == 0 ? Base : _classes[at - 1];
            }
        }
    }

    // W2, W3.
    private void NumbersAfterArabic()
    {
        var strong = Base;
        for (var at = 0; at < _classes.Length; at++)
        {
            if (IsStrong(_classes[at]))
            {
                strong = _classes[at];
                _classes[at] = strong == BidiClass.ArabicLetter ? BidiClass.RightToLeft : strong;
            }
            else if (_classes[at] == BidiClass.EuropeanNumber && strong == BidiClass.ArabicLetter)
            {
                _classes[at] = BidiClass.ArabicNumber;
            }
        }
    }

    // W4: one separator between two numbers of the same kind is part of them.
    private void Separators()
    {
        for (var at = 1; at < _classes.Length - 1; at++)
        {
            var joins = _classes[at] == BidiClass.CommonSeparator
                ? _classes[at - 1] is BidiClass.EuropeanNumber or BidiClass.ArabicNumber
                : _classes[at] == BidiClass.EuropeanSeparator && _classes[at - 1] == BidiClass.EuropeanNumber;
            if (joins && _classes[at - 1] == _classes[at + 1])
            {
                _classes[at] = _classes[at - 1];
            }
        }
    }

    // W5, W6: signs such as percent belong to a European number that they touch, and are neutral elsewhere.
    private void Terminators()
    {
        for (var start = 0; start < _classes.Length; start++)
        {
            var end = start;
            while (end < _classes.Length && _classes[end] == BidiClass.EuropeanTerminator)
            {
                end++;
            }
            var touches = (start > 0 && _classes[start - 1] == BidiClass.EuropeanNumber)
                || (end < _classes.Length && _classes[end] == BidiClass.EuropeanNumber);
            _classes.AsSpan(start, end - start).Fill(touches ? BidiClass.EuropeanNumber : BidiClass.Other);
            start = Math.Max(start, end - 1);
        }
        for (var at = 0; at < _classes.Length; at++)
        {
            if (_classes[at] is BidiClass.EuropeanSeparator or BidiClass.CommonSeparator)
            {
                _classes[at] = BidiClass.Other;
            }
        }
    }

    // W7.
    private void NumbersAfterLatin()
    {
        var strong = Base;
        for (var at = 0; at < _classes.Length; at++)
        {
            if (_classes[at] is BidiClass.LeftToRight or BidiClass.RightToLeft)
            {
                strong = _classes[at];
            }
            else if (_classes[at] == BidiClass.EuropeanNumber && strong == BidiClass.LeftToRight)
            {
                _classes[at] = BidiClass.LeftToRight;
            }
        }
    }

    // N0.
    private void Brackets()
    {
        foreach (var (open, close) in BracketPairs())
        {
            var inside = Enumerable.Range(open + 1, close - open - 1).Select(StrongAt).Where(one => one is not null).Distinct().ToList();
            if (inside.Count == 0)
            {
                continue;
            }
            var before = Enumerable.Range(0, open).Reverse().Select(StrongAt).FirstOrDefault(one => one is not null) ?? Base;
            var direction = inside.Contains(Base) ? Base : before;
            Direct(open, direction);
            Direct(close, direction);
        }
    }

    private List<(int Open, int Close)> BracketPairs()
    {
        var (pairs, open) = (new List<(int Open, int Close)>(), new Stack<(int Close, int At)>());
        for (var at = 0; at < _classes.Length; at++)
        {
            if (_classes[at] != BidiClass.Other)
            {
                continue;
            }
            var character = Canonical(_characters[at]);
            if (BidiTable.ClosingOf(character) is not 0 and var closing)
            {
                if (open.Count == BracketsMax)
                {
                    return [];
                }
                open.Push((closing, at));
            }
            else if (BidiTable.OpeningOf(character) != 0 && open.Any(one => one.Close == character))
            {
                (int Close, int At) match;
                do
                {
                    match = open.Pop();
                }
                while (match.Close != character);
                pairs.Add((match.At, at));
            }
        }
        pairs.Sort();
        return pairs;
    }

    // The angle brackets of mathematics and of Chinese are the same ones.
    private static int Canonical(int character) => character switch { 0x2329 => 0x3008, 0x232A => 0x3009, _ => character };

    private BidiClass? StrongAt(int at) => _classes[at] switch
    {
        BidiClass.LeftToRight => BidiClass.LeftToRight,
        BidiClass.RightToLeft or BidiClass.EuropeanNumber or BidiClass.ArabicNumber => BidiClass.RightToLeft,
        _ => null,
    };

    private void Direct(int bracket, BidiClass direction)
    {
        _classes[bracket] = direction;
        for (var at = bracket + 1; at < _classes.Length && _original[at] == BidiClass.Mark; at++)
        {
            _classes[at] = direction;
        }
    }

    // N1, N2.
    private void Neutrals()
    {
        for (var start = 0; start < _classes.Length; start++)
        {
            var end = start;
            while (end < _classes.Length && StrongAt(end) is null)
            {
                end++;
            }
            var (before, after) = (start == 0 ? Base : StrongAt(start - 1), end == _classes.Length ? Base : StrongAt(end));
            _classes.AsSpan(start, end - start).Fill(before == after ? before!.Value : Base);
            start = Math.Max(start, end - 1);
        }
    }
}
