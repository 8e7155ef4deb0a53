using System.Globalization;
using System.Xml;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// The words of a PDF and where they stand, as poppler's pdftotext tells them. The document wrote most of that answer, so
/// it is read forward only, without a document type, without entities, and no further than what is kept.
/// </summary>
internal static class PopplerText
{
    internal const int PagesMax = 20, WordsMax = 12_000, OutputBytesMax = 2 * 1024 * 1024;
    private const int WordLettersMax = 64;
    private const long TenthsMax = 200_000;

    /// <summary>The options of the program; the file comes behind them, and then where the answer goes.</summary>
    internal static readonly string[] Options =
        ["-bbox", "-cropbox", "-enc", "UTF-8", "-q", "-f", "1", "-l", PagesMax.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Reads the answer; null when it is no such answer at all.</summary>
    /// <param name="answer">What the program wrote.</param>
    /// <param name="pageCount">Pages of the document, to know whether all of them were asked for.</param>
    internal static ProofText? Read(byte[] answer, int pageCount)
    {
        var words = new List<ProofWord>();
        var edges = new Dictionary<int, int>();
        var (page, isWhole) = (0, pageCount <= PagesMax);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = OutputBytesMax,
            MaxCharactersFromEntities = 1,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(answer, writable: false), settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("page" or "word"))
                {
                    continue;
                }
                if (reader.LocalName == "page")
                {
                    page++;
                    edges[page] = Math.Max(Tenths(reader, "width") ?? 0, Tenths(reader, "height") ?? 0);
                    continue;
                }
                if (words.Count >= WordsMax)
                {
                    isWhole = false;
                    break;
                }
                if (Word(reader, page) is { } word)
                {
                    words.Add(word);
                }
            }
        }
        catch (XmlException)
        {
            // What a hostile text broke off counts as far as it came.
            isWhole = false;
        }
        return page == 0 ? null : new ProofText(words, isWhole) { PageCount = pageCount, PagesRead = page, PageEdges = edges };
    }

    private static ProofWord? Word(XmlReader reader, int page)
    {
        var places = (Tenths(reader, "xMin"), Tenths(reader, "yMin"), Tenths(reader, "xMax"), Tenths(reader, "yMax"));
        var text = reader.IsEmptyElement ? "" : Text(reader);
        return page > 0 && text.Length > 0 && places is ({ } left, { } top, { } right, { } bottom) && left <= right && top <= bottom
            ? new ProofWord(text, new ProofBox(page, left, top, right, bottom)) : null;
    }

    // What is longer than any word that is looked for is marked, so that its beginning is never taken for the whole.
    private static string Text(XmlReader reader)
    {
        reader.Read();
        var text = reader.NodeType == XmlNodeType.Text ? string.Concat(reader.Value.Where(letter => !char.IsControl(letter))).Trim() : "";
        return text.Length > WordLettersMax ? text[..WordLettersMax] + "…x" : text;
    }

    private static int? Tenths(XmlReader reader, string name) =>
        decimal.TryParse(reader.GetAttribute(name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var points)
        && decimal.Abs(points) * 10 <= TenthsMax ? (int)decimal.Round(points * 10) : null;
}
