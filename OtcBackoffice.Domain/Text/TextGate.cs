using System.Globalization;
using System.Text;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Text;

/// <summary>
/// The one gate for text that comes in at any door. It refuses what is no text (halves of characters, controls, code points
/// that nobody assigned), what turns round the text beside it, and what nobody can see; the rest it brings into one form.
/// </summary>
public static class TextGate
{
    /// <summary>The text in the form of its kind, or what is wrong with it. An empty text passes: whether one is needed is the desk's
    /// matter.</summary>
    public static Result<string> Read(TextKind kind, string field, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text, kind))
        {
            return kind == TextKind.Name ? Collapsed(text) : text;
        }
        if (Fault(kind, text) is { } fault)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} {fault}");
        }
        var whole = kind == TextKind.Secret ? text : text.Normalize(NormalizationForm.FormC);
        return kind == TextKind.Name ? Collapsed(whole) : whole;
    }

    /// <summary>A name that is needed, with a bound on its length; the same rule for every record that has a name.</summary>
    public static Result<string> Name(string field, string? text, int lengthMax)
    {
        var read = Read(TextKind.Name, field, text ?? "");
        if (read.Failed(out var refused))
        {
            return refused;
        }
        return read.Value.Length == 0 || read.Value.Length > lengthMax
            ? DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must have 1 to {lengthMax} characters.")
            : read;
    }

    /// <summary>Whether a code point is drawn as nothing (Unicode, Default_Ignorable_Code_Point).</summary>
    public static bool IsIgnorable(int code) =>
        code is 0xAD or 0x34F or 0x61C or (>= 0x115F and <= 0x1160) or (>= 0x17B4 and <= 0x17B5) or (>= 0x180B and <= 0x180F)
        or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F)
            or 0xFEFF or 0xFFA0
        or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Whether a code point leaves nothing on paper: ignorable, blank, or the empty Braille cell.</summary>
    public static bool IsUnseen(Rune rune) => IsIgnorable(rune.Value) || Rune.IsWhiteSpace(rune) || rune.Value == 0x2800;

    // Most of what comes is plain ASCII, which is in its form already.
    private static bool IsPlain(string text, TextKind kind)
    {
        foreach (var letter in text)
        {
            if (letter is < ' ' or > '~')
            {
                return false;
            }
        }
        return text.Length == 0 || kind is not (TextKind.Code or TextKind.Email or TextKind.Url)
            || !text.Contains(' ', StringComparison.Ordinal);
    }

    private static string? Fault(TextKind kind, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "may not hold the character NUL.";
        }
        var isSeen = false;
        var isBlank = true;
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return "holds half a character: a surrogate without its pair.";
            }
            if (FaultOf(kind, rune) is { } fault)
            {
                return fault;
            }
            isBlank &= rune.Value <= ' ';
            isSeen |= !IsUnseen(rune) && !IsMark(rune);
            at += length;
        }
        if (kind == TextKind.Code && text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
        {
            return "may not begin or end with a blank.";
        }
        return isSeen || isBlank || kind == TextKind.Secret ? null : "holds nothing that anybody can see.";
    }

    private static string? FaultOf(TextKind kind, Rune rune)
    {
        if (kind == TextKind.Secret)
        {
            return null;
        }
        if (rune == Rune.ReplacementChar && kind != TextKind.FreeText)
        {
            return "holds U+FFFD, which stands where a character was lost on the way.";
        }
        var isLineOrTab = kind == TextKind.FreeText && rune.Value is '\n' or '\r' or '\t';
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control when !(kind == TextKind.FreeText && isLineOrTab) =>
                $"may not hold control characters (U+{rune.Value:X4}).",
            UnicodeCategory.OtherNotAssigned => $"holds U+{rune.Value:X4}, which is no assigned character.",
            UnicodeCategory.PrivateUse when kind != TextKind.FreeText =>
                $"holds U+{rune.Value:X4}, which means something else to everybody.",
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator when kind != TextKind.FreeText => "must be one line.",
            UnicodeCategory.Format when rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) =>
                $"may not turn the direction of text round (U+{rune.Value:X4}).",
            UnicodeCategory.Format when kind is TextKind.Code or TextKind.Email or TextKind.Url or TextKind.Reference =>
                $"may not hold characters that nobody sees (U+{rune.Value:X4}).",
            _ when kind is TextKind.Email or TextKind.Url && Rune.IsWhiteSpace(rune) => "may not hold blanks.",
            _ => null,
        };
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.SpacingCombiningMark;

    private static string Collapsed(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter))
            {
                plain.Append(letter);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }
        return plain.Length > 0 && plain[^1] == ' ' ? plain.ToString(0, plain.Length - 1) : plain.ToString();
    }
}
