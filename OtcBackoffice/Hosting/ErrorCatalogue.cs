using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Api.BlockTrade;
using OtcBackoffice.Api.Exchange;
using OtcBackoffice.Api.Gateway;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Components.Centre;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Every code of every surface with what it means and what to do, made from the closed list of refusals and the dialects that
/// answer: a new code has its page the moment it compiles (sentence D9).
/// </summary>
internal static partial class ErrorCatalogue
{
    private static readonly JsonSerializerOptions Writing =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> Sentences = ReadSentences();

    private static readonly CentreSurface Platform = new("platform", "Platform"), DepositDesk = new("deposit-desk", "Deposit desk"),
        Exchange = new("exchange", "Exchange"),
        BlockTrade = new("block-trade", "Block trade"), Gateway = new("gateway", "Gateway"), Staff = new("staff", "Console API");

    private static readonly Dictionary<string, ErrorPageView> Pages = MakePages();

    /// <summary>Every code in lower case, which is the name of its page.</summary>
    public static IReadOnlyCollection<string> Codes => Pages.Keys;

    /// <summary>The page of a code as any surface writes it; null when none does.</summary>
    public static ErrorPageView? Find(string code) => Pages.GetValueOrDefault(code.ToLowerInvariant());

    /// <summary>The surfaces with their codes.</summary>
    public static IReadOnlyList<SurfaceCodes> Surfaces { get; } =
    [
        .. new[] { Platform, DepositDesk, Exchange, BlockTrade, Gateway, Staff }.Select(surface => new SurfaceCodes(surface,
            [.. Pages.Values.SelectMany(page => page.Written).Where(use => use.Surface == surface).Select(use => use.Code).Distinct()
                .Order(StringComparer.Ordinal)])),
    ];

    /// <summary>One answer of each surface.</summary>
    public static IReadOnlyList<ErrorUse> Shapes { get; } = UsesOf(ErrorCode.RateLimited);

    /// <summary>What is said of a refusal, in a sentence.</summary>
    public static string Meaning(ErrorCode code) => Sentences.GetValueOrDefault(code.Wire()) ?? Names.Words(code) + ".";

    private static Dictionary<string, ErrorPageView> MakePages()
    {
        var refusals = Enum.GetValues<ErrorCode>().Select(RefusalOf).ToList();
        var written = refusals.SelectMany(refusal => refusal.Uses.Select(use => (Use: use, Refusal: refusal)));
        var pages = written.GroupBy(one => one.Use.Code.ToLowerInvariant()).ToDictionary(group => group.Key, group => new ErrorPageView(
            group.Key,
            [.. group.Select(one => one.Use).DistinctBy(use => (use.Surface, use.Code)).OrderBy(use => use.Code == group.Key ? 1 : 0)],
            [.. group.Select(one => one.Refusal).Distinct()]));
        const string late = "-1021";
        pages[late] = new ErrorPageView(late,
            [new ErrorUse(BlockTrade, late, StatusCodes.Status401Unauthorized,
            BlockSample(late, "Timestamp for this request is outside of the recvWindow."))],
        [
            RefusalOf(ErrorCode.Unauthenticated) with
            {
                Name = "TIMESTAMP", Meaning =
                    "The timestamp is older than recvWindow allows, or more than a second ahead. Only whoever signed rightly is told.",
                Todo = "Set your clock by the time in our answers, and sign shortly before you send.",
            },
        ]);
        return pages;
    }

    // Where a client can do something better than its kind of refusal says.
    private static (string Mender, string Retry, string Todo) Advice(ErrorCode code) => code switch
    {
        ErrorCode.IdempotencyKeyInFlight =>
            ("Nobody: wait", "yes, unchanged, in a moment",
                "Wait as Retry-After says and send it again with the same key: you get the answer of the first."),
        ErrorCode.IdempotencyKeyReused =>
            ("You, in your code", "with a new key",
            "One key stands for one body. Make a key for each order, and keep it with that order until you have an answer."),
        ErrorCode.QuoteExpired or ErrorCode.PriceMoved or ErrorCode.RateStale =>
            ("You, with a new price", "yes, with a new price and a new key",
            "Price again, show your client the new amount, and send the order with that. If it happens often, price later in your flow."),
        ErrorCode.InsufficientFunds or ErrorCode.SourceInsufficientFunds =>
            ("You, or your client", "yes, once the money is there",
            "Ask for the funds: what counts is available, without what is locked or pending."),
        ErrorCode.InvalidAmount =>
            ("You, in your code", "no, not unchanged",
            "Send amounts as strings of plain digits with a point, with no more decimals than the asset has."),
        ErrorCode.AmountTooSmall or ErrorCode.LimitExceeded =>
            ("You, or your client", "with another amount", "The answer names the bound. Show it before your client types the amount."),
        ErrorCode.AddressInvalid =>
            ("You, or your client", "with another address",
            "Check address and network together: the same text may be good on one network and lost on another."),
        ErrorCode.WebhookTargetRefused =>
            ("You", "with another address", "Name an address that is open to the internet, by https, without a redirect."),
        ErrorCode.InternalError =>
            ("We do", "only with the same idempotency key",
            "Ask for the record first. The request id in the answer finds the defect in our log; tell us."),
        _ => Advice(code.Kind()),
    };

    private static RefusalView RefusalOf(ErrorCode code)
    {
        var (mender, retry, todo) = Advice(code);
        var money = code.Kind() == ErrorKind.OutcomeUnknown || code == ErrorCode.InternalError ? "may have moved: ask for the record"
            : "nothing was booked, nothing was sent";
        var key = code.Kind() switch
        {
            ErrorKind.Invalid or ErrorKind.Unprocessable or ErrorKind.TooLarge or ErrorKind.UnsupportedMedia =>
                "a mended body needs a new key",
            _ => code == ErrorCode.IdempotencyKeyReused ? "it belongs to another body: take a new one"
                : "keep it: nothing is stored under it yet",
        };
        return new RefusalView(code.Wire(), Meaning(code), mender, retry, key, money, todo, UsesOf(code));
    }

    private static (string Mender, string Retry, string Todo) Advice(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => ("You, in your code", "no, not unchanged", "Mend the field that the answer names, then send it again."),
        ErrorKind.Unauthenticated => ("You, with another key", "no", "Check that the key is whole, not revoked, and of this environment."),
        ErrorKind.Forbidden => ("Whoever keeps your keys or roles", "no",
            "Ask for the scope or role that the answer names. A key is changed in the console."),
        ErrorKind.NotFound => ("You", "no", "Check the id. What belongs to somebody else looks exactly like what does not exist."),
        ErrorKind.Conflict => ("You, after reading again", "after reading it again",
            "Somebody else acted first. Read the record, and decide anew."),
        ErrorKind.WrongState => ("You, after reading again", "no", "Read the record. The move is not open in the status that it has now."),
        ErrorKind.TooLarge => ("You", "no, not unchanged", "Send less; the limits are on their own page."),
        ErrorKind.UnsupportedMedia => ("You, in your code", "no, not unchanged", "Send the content type that the reference names."),
        ErrorKind.Unprocessable =>
            ("You, or your client", "no, not unchanged", "The request is well formed, and a rule refuses it. Change what is asked for."),
        ErrorKind.NeedsSecondPerson =>
            ("A second person", "once that person agreed", "Somebody else at the desk has to agree. The answer says who could."),
        ErrorKind.RateLimited => ("Nobody: wait", "yes, unchanged, after Retry-After", "Wait as told. Longer each time it happens again."),
        ErrorKind.Unavailable =>
            ("We do", "yes, unchanged, after Retry-After",
            "Wait and send it again with the same idempotency key. The status page says what we know."),
        ErrorKind.OutcomeUnknown =>
            ("We do", "only with the same key or client id", "Ask for the record by your own id. Never send it anew under another one."),
    };

    // What the platform writes is the desk's own code in lower case.
    private static List<ErrorUse> UsesOf(ErrorCode code)
    {
        var (wire, sentence, gateway) = (code.Wire(), Meaning(code), GatewayDialect.Of(code));
        var status = SurfaceDialect.StatusOf(code);
        var (snake, number) = (Names.Snake(code),
            BlockTradeDialect.NumberOf(code).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var problem = Json(new { type = $"urn:otc-backoffice:error:{snake}", title = ProblemDialect.TitleOf(code), status,
            detail = sentence, code = wire, request_id = "0c8e7f4e-6f5b-4a7e-9f43-2d0d6a4f1f0e" });
        return
        [
            new(Platform, snake, status, ProblemDialect.IsRetryable(code)
                ? Json(new { error = new { code = snake, message = sentence, retry_after_ms = 1_200 } })
                : Json(new { error = new { code = snake, message = sentence } })),
            new(DepositDesk, wire, status, problem),
            new(Exchange, wire, ExchangeDialect.StatusOf(code), Json(new { error = new { code = wire, message = sentence } })),
            new(BlockTrade, number, BlockTradeDialect.StatusOf(code), BlockSample(number, sentence)),
            new(Gateway, gateway.Code, gateway.Status,
                Json(new { error = new { code = gateway.Code, message = sentence, details = (object?)null } })),
            new(Staff, wire, status, problem),
        ];
    }

    private static string BlockSample(string number, string sentence) =>
        $"{{\n  \"code\": {number},\n  \"msg\": {JsonSerializer.Serialize(sentence, Writing)}\n}}";

    private static string Json(object body) => JsonSerializer.Serialize(body, Writing);

    // The sentences are those of docs/errors.md, which a test holds against the code's own.
    private static Dictionary<string, string> ReadSentences()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("OtcBackoffice.Docs.errors.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Select(line => Row().Match(line.TrimEnd())).Where(row => row.Success)
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Trim().Replace("\\|", "|", StringComparison.Ordinal),
            StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\A\| `([A-Z_]+)` \| [0-9]+ \| (.*?) \| [^|]*\|\z", RegexOptions.None, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Row();
}
