using System.IO.Compression;
using System.Text;
using System.Xml;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Exports;

/// <summary>
/// A workbook of one sheet. The library for this format keeps a part in memory until it is saved, so a hundred thousand rows
/// would cost what they weigh; the few parts that a reader needs are written here, the sheet straight into the archive.
/// </summary>
internal sealed class XlsxExport : IExportWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    // XML cannot hold control characters, and a cell ends at 32,767.
    private const int CellLengthMax = 32_767;

    private static readonly (string Name, string Content)[] Parts =
    [
        ("[Content_Types].xml", """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""),
        ("_rels/.rels", """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels",
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
    ];

    private readonly ZipArchive _archive;
    private readonly XmlWriter _sheet;
    private bool _isComplete;

    /// <param name="target">Where to; left open.</param>
    /// <param name="columns">The headings.</param>
    public XlsxExport(Stream target, IReadOnlyList<string> columns)
    {
        _archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in Parts)
        {
            using var part = _archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            part.Write(Encoding.UTF8.GetBytes(content));
        }
        _sheet = XmlWriter.Create(_archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open(),
            new XmlWriterSettings { CloseOutput = true, CheckCharacters = false });
        _sheet.WriteStartElement("worksheet", Main);
        _sheet.WriteStartElement("sheetData", Main);
        Write([.. columns.Select(ExportCell.Text)]);
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Write(row);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellation)
    {
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _archive.Dispose();
        _isComplete = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_isComplete)
        {
            _sheet.Dispose();
            _archive.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    private void Write(IReadOnlyList<ExportCell> row)
    {
        _sheet.WriteStartElement("row", Main);
        foreach (var cell in row)
        {
            _sheet.WriteStartElement("c", Main);
            if (cell.Value is { } value)
            {
                // A number keeps its digits as they are; a text is typed as one, so that nothing in it is ever a formula.
                _sheet.WriteAttributeString("t", cell.IsNumber ? "n" : "inlineStr");
                _sheet.WriteStartElement(cell.IsNumber ? "v" : "is", Main);
                if (cell.IsNumber)
                {
                    _sheet.WriteString(value);
                }
                else
                {
                    _sheet.WriteStartElement("t", Main);
                    _sheet.WriteAttributeString("xml", "space", null, "preserve");
                    _sheet.WriteString(Sound(CellText.Harmless(value)));
                    _sheet.WriteEndElement();
                }
                _sheet.WriteEndElement();
            }
            _sheet.WriteEndElement();
        }
        _sheet.WriteEndElement();
    }

    private static string Sound(string text)
    {
        var sound = text.Length > CellLengthMax ? text[..CellLengthMax] : text;
        return sound.All(XmlConvert.IsXmlChar) ? sound
            : string.Concat(sound.EnumerateRunes().Where(rune => rune.Value > 0xffff || XmlConvert.IsXmlChar((char)rune.Value)));
    }
}
