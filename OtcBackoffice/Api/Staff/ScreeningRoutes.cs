using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Api.Staff;

/// <summary>Who a merchant is, or who owns a wallet; the names that IVMS 101 gives them are in the answer of the deposit.</summary>
internal sealed record TravelPersonRequest
{
    public string? Name { get; init; }
    public string? Address { get; init; }
    public string? Town { get; init; }
    public string? Country { get; init; }
    public string? Identifier { get; init; }
    public bool? IsNatural { get; init; }

    public TravelPerson Person() => new()
    {
        Name = Name, Address = Address, Town = Town, Country = Country, Identifier = Identifier, IsNatural = IsNatural ?? false,
    };
}

/// <summary>What the screening house said, the cases it opened, and what travels with a transfer.</summary>
internal static class ScreeningRoutes
{
    private static readonly string[] CaseStates = ["open", "claimed", "released", "refused"];

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var (read, decide) = (guard.For(Permission.ScreeningRead), guard.For(Permission.ScreeningDecide));
        group.MapGet("/screening/verdicts", Verdicts).RequireAuthorization(read).Reads("verdict", "record_id", "cursor", "limit");
        group.MapGet("/screening/cases", Cases).RequireAuthorization(read).Reads("status", "cursor", "limit");
        group.MapGet("/screening/cases/{id:guid}", Case).RequireAuthorization(read);
        group.MapPost("/screening/cases/{id:guid}/claim", Claim).RequireAuthorization(decide);
        group.MapPost("/screening/cases/{id:guid}/release", Release).RequireAuthorization(decide);
        group.MapPost("/screening/cases/{id:guid}/refuse", Refuse).RequireAuthorization(decide);
        group.MapPost("/screening/cases/{id:guid}/note", Note).RequireAuthorization(decide);
        group.MapGet("/otc/deposits/{id:guid}/travel-rule", OfDeposit).RequireAuthorization(read);
        group.MapGet("/merchants/{id:guid}/travel-rule", OfMerchant).RequireAuthorization(read);
        group.MapPut("/merchants/{id:guid}/travel-rule", SetMerchant).RequireAuthorization(guard.For(Permission.MerchantEdit));
    }

    private static async Task<IResult> Verdicts(HttpContext http, ScreeningDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (only, record, cursor, limit) = (query.Name<ScreeningVerdict>("verdict"), query.Id("record_id"), query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.VerdictsAsync(only, record, cursor, limit, cancellation)).Listed("verdicts", Wire);
    }

    private static async Task<IResult> Cases(HttpContext http, ScreeningDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (state, cursor, limit) = (query.OneOf("status", CaseStates), query.Cursor(), query.Limit());
        return query.Fault is { } fault ? ProblemDialect.Problem(fault)
            : (await desk.CasesAsync(state, cursor, limit, cancellation)).Listed("cases", Wire);
    }

    private static async Task<IResult> Case(Guid id, ScreeningDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(One);

    private static async Task<IResult> Claim(Guid id, ScreeningDesk desk, CancellationToken cancellation) =>
        (await desk.ClaimAsync(id, cancellation)).Answer(One);

    private static Task<IResult> Release(Guid id, HttpContext http, ScreeningDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http,
            async body => (await desk.ReleaseAsync(id, body.Value.Reason, cancellation)).AnswerDecided(One), cancellation);

    private static Task<IResult> Refuse(Guid id, HttpContext http, ScreeningDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body => (await desk.RefuseAsync(id, body.Value.Reason, cancellation)).Answer(One),
            cancellation);

    private static Task<IResult> Note(Guid id, HttpContext http, ScreeningDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<NoteRequest>(http, async body => (await desk.NoteAsync(id, body.Value.Note, cancellation)).Answer(One),
            cancellation);

    private static async Task<IResult> OfDeposit(Guid id, TravelDesk desk, CancellationToken cancellation) =>
        (await desk.OfDepositAsync(id, cancellation)).Answer(view => new
    {
        Originator = TravelWire.Of("originator", view.Originator, null),
        Beneficiary = TravelWire.Of("beneficiary", view.Beneficiary, view.BeneficiaryAddress),
        Required = view.IsRequired,
        Complete = view.Missing.Count == 0,
        view.Missing,
    });

    private static async Task<IResult> OfMerchant(Guid id, TravelDesk desk, CancellationToken cancellation) =>
        (await desk.OfMerchantAsync(id, cancellation)).Answer(Person);

    private static Task<IResult> SetMerchant(Guid id, HttpContext http, TravelDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<TravelPersonRequest>(http,
            async body => (await desk.SetMerchantAsync(id, body.Value.Person(), cancellation)).Answer(Person), cancellation);

    private static object Person(TravelPerson party) => new
    {
        TravelParty = new { party.Name, party.Address, party.Town, party.Country, party.Identifier, party.IsNatural,
            Missing = party.Missing("party").Select(one => one[6..]) },
    };

    private static object One(ScreeningCaseView view) => new { Case = Wire(view) };

    private static object Wire(ScreeningCaseView view) => new
    {
        view.Id,
        view.HumanId,
        view.Status,
        SubjectKind = Names.Snake(view.Kind),
        view.Subject,
        Records = view.Records.Select(Record),
        OpenedAt = view.OpenedAtUtc,
        view.ClaimedBy,
        view.ClaimedByName,
        ClaimExpiresAt = view.ClaimExpiresAtUtc,
        Notes = view.Notes.Select(note => new { By = note.PersonId, ByName = note.PersonName, note.Text, At = note.AtUtc }),
        view.DecidedBy,
        view.DecidedByName,
        DecidedAt = view.DecidedAtUtc,
        view.Reason,
    };

    private static object Wire(ScreeningVerdictView view) => new
    {
        view.Id,
        view.Provider,
        view.Reference,
        Verdict = Names.Snake(view.Verdict),
        SubjectKind = Names.Snake(view.Kind),
        view.Subject,
        view.Reason,
        Record = Record(view.Record),
        AskedAt = view.AskedAtUtc,
        ExpiresAt = view.ExpiresAtUtc,
    };

    private static object Record(ScreenedRecord record) => new { record.Kind, record.Id, record.Number };
}

/// <summary>A party with the member names of IVMS 101.</summary>
internal static class TravelWire
{
    /// <summary>One party, under the name of its part.</summary>
    public static Dictionary<string, object?> Of(string part, TravelPerson party, string? account) => new(StringComparer.Ordinal)
    {
        [$"{part}Persons"] = new[] { party.IsNatural ? Natural(party) : Legal(party) },
        ["accountNumber"] = account is null ? [] : new[] { account },
    };

    private static Dictionary<string, object?> Legal(TravelPerson party) => new(StringComparer.Ordinal)
    {
        ["legalPerson"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Name(new() { ["legalPersonName"] = party.Name, ["legalPersonNameIdentifierType"] = "LEGL" }),
            ["geographicAddress"] = Address(party),
            ["nationalIdentification"] = Number(party, "RAID"),
            ["countryOfRegistration"] = party.Country,
        },
    };

    private static Dictionary<string, object?> Natural(TravelPerson party) => new(StringComparer.Ordinal)
    {
        ["naturalPerson"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Name(new() { ["primaryIdentifier"] = party.Name, ["nameIdentifierType"] = "LEGL" }),
            ["geographicAddress"] = Address(party),
            ["nationalIdentification"] = Number(party, "IDCD"),
            ["countryOfResidence"] = party.Country,
        },
    };

    private static Dictionary<string, object?> Name(Dictionary<string, object?> identifier) =>
        new(StringComparer.Ordinal) { ["nameIdentifier"] = new[] { identifier } };

    private static Dictionary<string, object?>[] Address(TravelPerson party) =>
        [new(StringComparer.Ordinal) { ["addressType"] = "GEOG", ["addressLine"] = new[] { party.Address }, ["townName"] = party.Town,
            ["country"] = party.Country }];

    private static Dictionary<string, object?>? Number(TravelPerson party, string type) => party.Identifier is null ? null
        : new(StringComparer.Ordinal) { ["nationalIdentifier"] = party.Identifier, ["nationalIdentifierType"] = type };
}
