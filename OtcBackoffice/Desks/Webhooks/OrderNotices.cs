using System.Text.Json;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>How order notices of specification 001 differ from the desk's own envelope.</summary>
internal static class OrderNotices
{
    /// <summary>The header of the RSA-SHA256 signature over the body, hexadecimal.</summary>
    public const string SignatureHeader = "signature";

    /// <summary>The notice without the envelope.</summary>
    public static string BodyOf(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.GetProperty("data").GetRawText();
    }

    /// <summary>Whether the receiver's answer says that it took the notice; a status of 200 alone does not.</summary>
    public static bool IsTaken(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("callbackStatus", out var status)
                && status.ValueKind == JsonValueKind.String && status.ValueEquals("SUCCESS"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
