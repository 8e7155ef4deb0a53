using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Documents of an order in status 31. Files are not signed, so the orderId must be in the signed query.</summary>
internal static class UploadRoutes
{
    /// <summary>More than the files may have, so that whoever sends somewhat too much hears why.</summary>
    public const long RequestBytesMax = 12 * BlockTradeDesk.DocumentBytesMax;

    private const string FileField = "files";
    private const int PartsMax = 20, BoundaryLengthMax = 100;

    public static async Task<IResult> Upload(HttpContext http, BlockTradeDesk desk, CancellationToken cancellation)
    {
        if (Boundary(http.Request.ContentType) is not { } boundary)
        {
            return BlockTradeDialect.Refusal(
                new DomainError(ErrorCode.UnsupportedMediaType, $"Send multipart/form-data with the files in the field {FileField}."));
        }
        if (!long.TryParse(http.Request.Query["orderId"], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return BlockTradeDialect.Refusal(
                DomainError.Of(ErrorCode.InvalidRequest, "orderId", "Send orderId in the query, where it is signed."));
        }
        try
        {
            return (await desk.UploadAsync(number, ReadAsync(new MultipartReader(boundary, http.Request.Body), cancellation), cancellation))
                .Answer(_ => new { result = true, msg = "SUCCESS" });
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return BlockTradeDialect.Refusal(new DomainError(ErrorCode.InvalidRequest, "The multipart body is malformed or broke off."));
        }
    }

    private static async IAsyncEnumerable<SentDocument> ReadAsync(MultipartReader reader,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var part = 0; part < PartsMax && await reader.ReadNextSectionAsync(cancellation) is { } section; part++)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Value is FileField or FileField + "[]")
            {
                yield return new SentDocument(NameOf(disposition), section.Body);
            }
        }
    }

    // Only ever shown, and asked for its ending: without folders and without characters that could steer a page.
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString()
            : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        return string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter)
            && char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate))).Trim();
    }

    private static string? Boundary(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= BoundaryLengthMax ? boundary : null;
    }
}
