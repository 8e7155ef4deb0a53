using System.Collections.Frozen;
using System.Text.Json;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Reads qpdf's description of a document: every object, with compressed ones unpacked, encrypted ones opened and names
/// in their plain spelling, so nothing can hide behind a way of writing. Texts on a page are not part of it.
/// </summary>
internal sealed class PdfContent
{
    private const int MaxDepth = 256;
    private const int MaxProducerLetters = 200;
    private const string TextPrefix = "u:";

    private static readonly FrozenSet<string> ActiveKeys = new[]
    {
        "/JS", "/JavaScript", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/RichMediaSettings",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ActiveActions = new[]
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
        "/RichMediaExecute", "/GoTo3DView", "/Thread",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ActiveTypes = new[]
    {
        "/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Launch",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ResourceParts = new[]
    {
        "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OwnKeys = new[]
    {
        "/Type", "/Subtype", "/S", "/Rect", "/FT", "/Parent", "/Kids", "/Pages", "/MediaBox", "/Contents",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] ActiveSchemes = ["javascript:", "vbscript:", "data:", "file:"];

    private readonly Dictionary<string, JsonElement> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    private PdfContent(JsonElement root)
    {
        PageCount = root.GetProperty("pages").GetArrayLength();
        foreach (var entry in root.GetProperty("qpdf")[1].EnumerateObject())
        {
            _objects[entry.Name] = entry.Value;
        }
        foreach (var entry in _objects.Values)
        {
            FindPlaces(entry);
        }
        Active = _objects.Select(one => FindIn(one.Key, one.Value)).FirstOrDefault(found => found is not null);
        Producer = ReadProducer();
    }

    /// <summary>The number of pages.</summary>
    internal int PageCount { get; }

    /// <summary>The first active content that was found, in words for the person who submitted the document, or null.</summary>
    internal string? Active { get; }

    /// <summary>The program that says it made the file, or an empty text.</summary>
    internal string Producer { get; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="JsonException">It is cut short or nested too deep.</exception>
    internal static PdfContent Read(ReadOnlyMemory<byte> description)
    {
        using var document = JsonDocument.Parse(description, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return new PdfContent(document.RootElement);
    }

    private string? Find(JsonElement element, Place place) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(item => Find(item, Place.Plain)).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => FindIn(element, Narrow(element, place)),
        _ => null,
    };

    private string? FindIn(JsonElement element, Place place) =>
        element.EnumerateObject().Select(entry => Judge(entry, place)).FirstOrDefault(found => found is not null);

    private string? Judge(JsonProperty entry, Place place)
    {
        if (place == Place.Names)
        {
            return Find(entry.Value, Place.Plain);
        }
        var text = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
        var active = entry.Name switch
        {
            "/OpenAction" => !IsPlainJump(entry.Value),
            "/S" => ActiveActions.Contains(text),
            "/Type" or "/Subtype" => ActiveTypes.Contains(text),
            "/URI" => IsActiveLink(text),
            "stream" => entry.Value.GetProperty("dict").TryGetProperty("/F", out _),
            _ => ActiveKeys.Contains(entry.Name),
        };
        if (!active)
        {
            return Find(entry.Value, Below(place, entry.Name));
        }
        return entry.Name switch
        {
            "/EmbeddedFiles" or "/EF" => "an attached file",
            "stream" => "data that is kept outside the document",
            "/S" or "/Type" or "/Subtype" => text.TrimStart('/'),
            _ => entry.Name.TrimStart('/'),
        };
    }

    // Most word processors write where a document opens; only what does more than jump to a page is an action.
    private bool IsPlainJump(JsonElement value)
    {
        var target = Resolve(value);
        return target.ValueKind switch
        {
            JsonValueKind.Array or JsonValueKind.Null => true,
            JsonValueKind.Object => target.TryGetProperty("/S", out var kind) && kind.ValueKind == JsonValueKind.String
                && kind.GetString() == "/GoTo" && !target.TryGetProperty("/Next", out _),
            _ => false,
        };
    }

    private static bool IsActiveLink(string text)
    {
        var link = text.StartsWith(TextPrefix, StringComparison.Ordinal) ? text[TextPrefix.Length..] : text;
        var visible = string.Concat(link.Where(letter => letter > ' '));
        return Array.Exists(ActiveSchemes, scheme => visible.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
    }

    // The keys in the parts of a resource dictionary are names that the producer chose (ISO 32000, 7.8.3), and so are those of glyphs:
    // a font
    // may be called /AA. They are told by their place; what they stand for is looked at all the same.
    private void FindPlaces(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                FindPlaces(item);
            }
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }
        foreach (var entry in element.EnumerateObject())
        {
            if (entry.Name is "/Resources" or "/DR")
            {
                Note(entry.Value, Place.Resources);
                if (Resolve(entry.Value) is { ValueKind: JsonValueKind.Object } resources)
                {
                    resources.EnumerateObject().Where(part => ResourceParts.Contains(part.Name)).ToList().ForEach(part => Note(part.Value,
                        Place.Names));
                }
            }
            if (entry.Name == "/CharProcs")
            {
                Note(entry.Value, Place.Names);
            }
            FindPlaces(entry.Value);
        }
    }

    private void Note(JsonElement value, Place place)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            _places["obj:" + value.GetString()] = place;
        }
    }

    private string? FindIn(string name, JsonElement entry) =>
        _places.TryGetValue(name, out var place) && entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("value", out var value)
            ? Find(value, place) : Find(entry, Place.Plain);

    // What is an annotation, a field, an action, a page or the catalogue as well keeps the meaning of its keys.
    private static Place Narrow(JsonElement element, Place place) =>
        place == Place.Names && element.EnumerateObject().Any(entry => OwnKeys.Contains(entry.Name)) ? Place.Plain : place;

    private static Place Below(Place place, string key) => (place, key) switch
    {
        (_, "/Resources" or "/DR") => Place.Resources,
        (_, "/CharProcs") => Place.Names,
        (Place.Resources, _) when ResourceParts.Contains(key) => Place.Names,
        _ => Place.Plain,
    };

    private JsonElement Resolve(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && _objects.TryGetValue("obj:" + value.GetString(), out var found)
            && found.TryGetProperty("value", out var inner)
            ? inner
            : value;

    private string ReadProducer()
    {
        if (!_objects.TryGetValue("trailer", out var trailer)
            || !trailer.GetProperty("value").TryGetProperty("/Info", out var info)
            || Resolve(info) is not { ValueKind: JsonValueKind.Object } facts
            || !facts.TryGetProperty("/Producer", out var producer)
            || Resolve(producer) is not { ValueKind: JsonValueKind.String } text)
        {
            return "";
        }
        var raw = text.GetString()!;
        var shown = raw.StartsWith(TextPrefix, StringComparison.Ordinal) ? raw[TextPrefix.Length..] : "";
        return string.Concat(shown.Where(letter => !char.IsControl(letter)).Take(MaxProducerLetters));
    }

    // What the keys of a dictionary mean.
    private enum Place
    {
        Plain,
        Resources,
        Names,
    }
}
