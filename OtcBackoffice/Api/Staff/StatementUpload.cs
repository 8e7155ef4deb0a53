using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Api.Staff;

/// <summary>A statement file on its way in: it streams through to the desk. Its fields may stand before it or behind it.</summary>
internal sealed class StatementUpload(MultipartReader reader)
{
    private const string FileField = "file", NamelessFile = "statement";
    private const int PartsMax = 8, FieldLengthMax = 200, BoundaryLengthMax = 100;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private int _parts;

    public static async Task<IResult> ReceiveAsync(HttpContext http, StatementImportDesk desk, CancellationToken cancellation)
    {
        if (BoundaryOf(http.Request.ContentType) is not { } boundary)
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.UnsupportedMediaType, $"Send multipart/form-data with the statement in the field {FileField}."));
        }
        if (http.Request.ContentLength > StatementImportDesk.BytesMax + (1L << 20))
        {
            return ProblemDialect.Problem(StatementImportDesk.TooLarge());
        }
        try
        {
            var upload = new StatementUpload(new MultipartReader(boundary, http.Request.Body));
            if (await upload.FindFileAsync(cancellation) is not var (name, content))
            {
                return ProblemDialect.Problem(
                    DomainError.Of(ErrorCode.InvalidRequest, FileField, $"The field {FileField} with the statement is missing."));
            }
            await using var file = new UploadStream(content);
            return (await desk.UploadAsync(new UploadStatement(name, file, upload.ChoiceAsync), cancellation))
                .Answer(StatementRoutes.Import, StatusCodes.Status202Accepted);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ProblemDialect.Problem(StatementImportDesk.TooLarge());
        }
        catch (Exception fault) when (fault is InvalidDataException or UploadBrokeOffException
            || (fault is IOException && fault is not BadHttpRequestException))
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.InvalidRequest, "The multipart body is malformed or broke off before its end."));
        }
    }

    private static string? BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= BoundaryLengthMax ? boundary : null;
    }

    private async Task<(string Name, Stream Content)?> FindFileAsync(CancellationToken cancellation)
    {
        while (_parts++ < PartsMax && await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }
            var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (field == FileField)
            {
                return (NameOf(disposition), section.Body);
            }
            _fields[field] = await TextAsync(section.Body, cancellation);
        }
        return null;
    }

    private async Task<Result<UploadChoice>> ChoiceAsync(CancellationToken cancellation)
    {
        if (await FindFileAsync(cancellation) is not null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, FileField, "One file is imported at a time.");
        }
        var read = (Format: Read("format"), Map: Read("map_id"), Account: Read("account_id"));
        StatementFormat? format = null;
        if (read.Format is { } named)
        {
            if (!Names.TryParse<StatementFormat>(named, out var known))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "format", "format must be camt, mt940 or csv.");
            }
            format = known;
        }
        var (map, account) = (Guid.Empty, Guid.Empty);
        if (read.Map is { } mapText && !Guid.TryParse(mapText, out map))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "map_id", "map_id must be a UUID.");
        }
        if (read.Account is { } accountText && !Guid.TryParse(accountText, out account))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "account_id", "account_id must be a UUID.");
        }
        return new UploadChoice(format, read.Map is null ? null : map, read.Account is null ? null : account);
    }

    private string? Read(string field) => _fields.GetValueOrDefault(field) is { Length: > 0 } text ? text : null;

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new byte[FieldLengthMax];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    // Only ever shown: without folders and control characters.
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString()
            : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        var name = string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter)
            && char.GetUnicodeCategory(letter)
            is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate))).Trim();
        return name.Length == 0 ? NamelessFile : name;
    }
}
