using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Reads camt.052, 053 and 054 of ISO 20022, one entry at a time. The namespace decides the version. There is no document type,
/// no entity from outside, no more than <see cref="BytesMax"/> and no deeper than <see cref="CamtElement.DepthMax"/> (R12).
/// </summary>
public static partial class CamtReader
{
    /// <summary>Largest XML file in bytes.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private const int VersionMin = 2, VersionMax = 13, HeadLength = 64 * 1024;

    /// <summary>The parts of the file; a fault ends them.</summary>
    /// <param name="content">A stream that can go back to its start.</param>
    public static IEnumerable<StatementPart> Read(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return FaultsAsParts.Of(Parts(content));
    }

    private static IEnumerable<StatementPart> Parts(Stream content)
    {
        if (content.Length > BytesMax)
        {
            yield return new StatementFault(0, StatementFaultCode.TooLarge,
                $"The file has {content.Length} bytes; expected at most {BytesMax}.");
            yield break;
        }
        if (StatementEncoding.OfXml(content) is not { } encoding)
        {
            yield return new StatementFault(0, StatementFaultCode.Unreadable,
                "The XML declaration names an encoding that does not exist; expected UTF-8.") { Line = 1 };
            yield break;
        }
        using var kept = new KeptText(content, encoding);
        using var xml = Open(kept, encoding);
        var pass = new Pass(xml, kept, encoding);
        while (pass.Next())
        {
            foreach (var part in pass.Take())
            {
                yield return part;
            }
        }
        if (pass.Statements == 0)
        {
            yield return pass.Foreign ?? new StatementFault(0, StatementFaultCode.Unreadable,
                "There is no statement in the file; expected <Stmt>, <Rpt> or <Ntfctn> under the document.");
        }
    }

    // The reader looks at the first letters while it is made.
    private static XmlReader Open(KeptText kept, Encoding encoding)
    {
        try
        {
            return XmlReader.Create(kept, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = BytesMax, IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
        }
        catch (DecoderFallbackException)
        {
            throw new StatementFaultException(new StatementFault(0, StatementFaultCode.Unreadable,
                $"There are bytes that {encoding.WebName} does not have; expected the encoding that the file declares.") { Line = 1 });
        }
    }

    // One walk over the document: what is under way, and what the last step has brought.
    private sealed class Pass(XmlReader xml, KeptText kept, Encoding encoding)
    {
        private string? _format;
        private CamtStatement? _statement;

        public int Statements { get; private set; }

        /// <summary>No document of camt has begun: what the file begins with instead.</summary>
        public StatementFault? Foreign { get; private set; }

        public bool Next()
        {
            try
            {
                return xml.Read();
            }
            catch (Exception fault) when (fault is XmlException or DecoderFallbackException)
            {
                throw new StatementFaultException(Broken(fault));
            }
        }

        public IEnumerable<StatementPart> Take()
        {
            if (xml.NodeType == XmlNodeType.EndElement && _statement is not null && xml.LocalName is "Stmt" or "Rpt" or "Ntfctn")
            {
                var ended = _statement;
                _statement = null;
                return ended is null ? [] : ended.End();
            }
            if (xml.NodeType != XmlNodeType.Element)
            {
                return [];
            }
            CamtElement.Deepen(xml);
            // Networks put documents into an envelope, and containers hold several.
            if (_statement is null && (_format is null || xml.LocalName == "Document"))
            {
                _format = FormatOf(xml) ?? _format;
            }
            if (_format is null)
            {
                return [];
            }
            if (_statement is not null)
            {
                return Inside(_statement);
            }
            if (xml.LocalName is "Stmt" or "Rpt" or "Ntfctn" && !xml.IsEmptyElement)
            {
                _statement = new CamtStatement(++Statements, _format);
            }
            return [];
        }

        // The reader stands on a child of the statement, which is read whole; a child that is of no use is passed with the rest.
        private IEnumerable<StatementPart> Inside(CamtStatement statement)
        {
            var place = (IXmlLineInfo)xml;
            var (line, column) = (place.LineNumber, place.LinePosition - 1);
            kept.ForgetBefore(line, column);
            var (name, isEmpty) = (xml.Name, xml.IsEmptyElement);
            CamtElement element;
            try
            {
                element = CamtElement.Read(xml);
            }
            catch (Exception fault) when (fault is XmlException or DecoderFallbackException)
            {
                throw new StatementFaultException(Broken(fault));
            }
            if (element.Name != "Ntry")
            {
                statement.Add(element);
                return [];
            }
            // The end stands on its name; behind the name there may be blanks, then the bracket.
            var rest = isEmpty ? 0 : kept.From(place.LineNumber, place.LinePosition, name.Length + 64)
                .IndexOf('>', StringComparison.Ordinal) + 1;
            var raw = isEmpty ? "" : kept.Between(line, column, place.LineNumber, place.LinePosition + rest);
            return statement.Entry(element, line, encoding.GetBytes(raw));
        }

        private StatementFault Broken(Exception broken)
        {
            // What is no camt at all is called so, however its text goes on.
            if (_format is null && Foreign is not null)
            {
                return Foreign;
            }
            if (broken is not XmlException fault)
            {
                var after = ((IXmlLineInfo)xml).LineNumber;
                return new StatementFault(0, StatementFaultCode.Unreadable,
                    $"After row {after} there are bytes that {encoding.WebName} does not have; expected the encoding that the file "
                        + $"declares.") { Line = after };
            }
            // The reader tells no place of a document type; it stands before the first element.
            if (fault.LineNumber == 0 || _format is null)
            {
                var head = kept.From(1, 1, HeadLength);
                var at = head.IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
                if (at >= 0)
                {
                    var row = head[..at].Count(letter => letter == '\n') + 1;
                    return new StatementFault(0, StatementFaultCode.DtdRefused,
                        $"Row {row} has a document type definition; expected none: a statement needs none.") { Line = row };
                }
            }
            var near = fault.LineNumber > 0 ? kept.From(fault.LineNumber, Math.Max(1, fault.LinePosition - 4), 24) : "";
            return new StatementFault(0, StatementFaultCode.Unreadable,
                $"Row {fault.LineNumber}, column {fault.LinePosition}: the XML breaks off at {StatementFault.Quoted(near.Trim())}; "
                    + $"expected well-formed XML.") { Line = fault.LineNumber };
        }

        private string? FormatOf(XmlReader xml)
        {
            var known = Namespace().Match(xml.NamespaceURI);
            if (xml.LocalName != "Document" || !xml.NamespaceURI.Contains("camt", StringComparison.Ordinal))
            {
                Foreign ??= new StatementFault(0, StatementFaultCode.FormatUnknown,
                    $"The file begins with <{xml.LocalName}> of {StatementFault.Quoted(xml.NamespaceURI)}; expected <Document> of "
                        + $"camt.052, camt.053 or camt.054.") { Line = 1 };
                if (xml.LocalName == "Document")
                {
                    throw new StatementFaultException(Foreign);
                }
                return null;
            }
            if (!known.Success || !int.TryParse(known.Groups["version"].ValueSpan, out var version)
                || version is < VersionMin or > VersionMax)
            {
                throw new StatementFaultException(new StatementFault(0, StatementFaultCode.VersionUnknown,
                    $"The namespace is {StatementFault.Quoted(xml.NamespaceURI)}; expected camt.052, 053 or 054 in a version from "
                        + $"001.{VersionMin:00} to 001.{VersionMax:00}.") { Line = 1 });
            }
            return known.Groups["name"].Value;
        }
    }

    // Some communities put a name of their own behind the version.
    [GeneratedRegex(@"(?<name>camt\.05[234]\.001\.(?<version>[0-9]{2}))(?![0-9])")]
    private static partial Regex Namespace();
}
