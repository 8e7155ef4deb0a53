using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace OtcBackoffice.Hosting;

/// <summary>One entry of a feed.</summary>
internal sealed record FeedEntry(string Id, string Title, Uri Link, DateTime PublishedAtUtc, DateTime UpdatedAtUtc, string Text);

/// <summary>What the public pages share: fields of forms that may be JSON as well, and feeds.</summary>
internal static class PublicPages
{
    private const string AtomSpace = "http://www.w3.org/2005/Atom";

    /// <summary>The desk's address as the caller reached it.</summary>
    public static Uri HereOf(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}");

    /// <summary>The desk's own address, or the one that the caller reached it by.</summary>
    public static Uri HomeOf(HttpContext http, HostSettings settings) => settings.PublicAddress ?? HereOf(http);

    /// <summary>One text of a form or of a JSON body; null when it is missing or nothing that can be read.</summary>
    public static async Task<string?> FieldAsync(HttpContext http, string name, CancellationToken cancellation)
    {
        if (http.Request.HasFormContentType)
        {
            try
            {
                return (await http.Request.ReadFormAsync(cancellation))[name].FirstOrDefault();
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }
        return await BodyAsync(http, cancellation) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }

    /// <summary>A JSON body; null when it is none.</summary>
    public static async Task<JsonElement?> BodyAsync(HttpContext http, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellation);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An Atom feed (RFC 4287); what stands in an entry is text.</summary>
    public static IResult Feed(string title, Uri page, Uri self, DateTime updatedAtUtc, IEnumerable<FeedEntry> entries)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text,
            new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", AtomSpace);
            xml.WriteElementString("id", AtomSpace, page.ToString());
            xml.WriteElementString("title", AtomSpace, title);
            xml.WriteElementString("updated", AtomSpace, Time(updatedAtUtc));
            Link(xml, "self", self);
            Link(xml, "alternate", page);
            foreach (var entry in entries)
            {
                xml.WriteStartElement("entry", AtomSpace);
                xml.WriteElementString("id", AtomSpace, entry.Id);
                xml.WriteElementString("title", AtomSpace, Clean(entry.Title));
                xml.WriteElementString("published", AtomSpace, Time(entry.PublishedAtUtc));
                xml.WriteElementString("updated", AtomSpace, Time(entry.UpdatedAtUtc));
                Link(xml, "alternate", entry.Link);
                xml.WriteStartElement("author", AtomSpace);
                xml.WriteElementString("name", AtomSpace, "OTC desk");
                xml.WriteEndElement();
                xml.WriteStartElement("content", AtomSpace);
                xml.WriteAttributeString("type", "text");
                xml.WriteString(Clean(entry.Text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text, "application/atom+xml", Encoding.UTF8);
    }

    private static void Link(XmlWriter xml, string relation, Uri target)
    {
        xml.WriteStartElement("link", AtomSpace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", target.ToString());
        xml.WriteEndElement();
    }

    private static string Clean(string text) => string.Concat(text.Where(one => char.IsSurrogate(one) || XmlConvert.IsXmlChar(one)));

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
