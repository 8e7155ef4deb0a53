using System.Text.Json;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Maps as they are kept.</summary>
internal static class CsvMapShapes
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.General);

    public static CsvMap Read(string json) => JsonSerializer.Deserialize<CsvMap>(json, Plain) ?? new CsvMap();

    public static string Write(CsvMap map) => JsonSerializer.Serialize(map, Plain);
}
