using System.Xml;

namespace OtcBackoffice.Domain.Statements;

/// <summary>A small element of a camt file in memory: a balance, an account or one entry. Prefixes do not count.</summary>
internal sealed class CamtElement(string name)
{
    /// <summary>Elements nest no deeper than this in any version of the standard, with room for proprietary parts.</summary>
    public const int DepthMax = 40;

    private readonly List<CamtElement> _children = [];
    private string? _text;

    public string Name => name;

    public string? Currency { get; private set; }

    public IReadOnlyList<CamtElement> Children => _children;

    /// <summary>The text without blanks around it, or null when there is none.</summary>
    public string? Text => _text?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The first element under a path such as <c>Acct/Id/IBAN</c>, or null.</summary>
    public CamtElement? At(string path)
    {
        var found = this;
        foreach (var step in path.Split('/'))
        {
            found = found?._children.Find(child => child.Name == step);
        }
        return found;
    }

    public string? TextAt(string path) => At(path)?.Text;

    public IEnumerable<CamtElement> All(string childName) => _children.Where(child => child.Name == childName);

    /// <summary>Every element of that name below this one, at any depth.</summary>
    public IEnumerable<CamtElement> Below(string elementName) =>
        _children.SelectMany(child => child.Below(elementName).Prepend(child)).Where(child => child.Name == elementName);

    /// <summary>Reads the element that the reader stands on, and leaves the reader on its end.</summary>
    public static CamtElement Read(XmlReader reader)
    {
        var root = Begin(reader);
        var open = new Stack<CamtElement>([root]);
        var isEmpty = reader.IsEmptyElement;
        while (!isEmpty && reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Deepen(reader);
                    var child = Begin(reader);
                    open.Peek()._children.Add(child);
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(child);
                    }
                    continue;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek()._text += reader.Value;
                    continue;
                case XmlNodeType.EndElement:
                    open.Pop();
                    if (open.Count == 0)
                    {
                        return root;
                    }
                    continue;
                default:
                    continue;
            }
        }
        return root;
    }

    /// <summary>Refuses an element that stands deeper than a statement's do.</summary>
    public static void Deepen(XmlReader reader)
    {
        if (reader.Depth > DepthMax)
        {
            throw new StatementFaultException(new StatementFault(0, StatementFaultCode.TooDeep,
                $"<{reader.LocalName}> in row {((IXmlLineInfo)reader).LineNumber} stands {reader.Depth} levels deep; expected at most "
                    + $"{DepthMax}.")
            { Line = ((IXmlLineInfo)reader).LineNumber });
        }
    }

    private static CamtElement Begin(XmlReader reader) => new(reader.LocalName) { Currency = reader.GetAttribute("Ccy") };
}
