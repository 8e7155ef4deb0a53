using System.Net.Mime;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>
/// What is shown of a quiet list as a CSV file: the same order, filters and columns as on its page, over the API and under
/// the console's session. And how the list's own route reads its query.
/// </summary>
internal static class ListRoutes
{
    public static void Map(IEndpointRouteBuilder routes, SurfaceGuard guard)
    {
        Add(routes, "users", guard.For(Permission.PersonRead), PeopleDesk.Rules,
            (http, ask, token) => Desk<PeopleDesk>(http).ListAsync(ask, token));
        Add(routes, "merchants", guard.For(Permission.MerchantRead), MerchantDesk.Rules,
            (http, ask, token) => Desk<MerchantDesk>(http).ListAsync(ask, token));
        Add(routes, "pricing-profiles", guard.For(Permission.PricingRead), PricingDesk.ProfileRules,
            (http, ask, token) => Desk<PricingDesk>(http).ListProfilesAsync(ask, token));
        Add(routes, "fx-quotes", guard.For(Permission.PricingRead), PricingDesk.QuoteRules,
            (http, ask, token) => Desk<PricingDesk>(http).ListQuotesAsync(ask, token));
        Add(routes, "currencies", guard.For(Permission.CurrencyEdit), FiatCurrencyDesk.Rules,
            (http, ask, token) => Desk<FiatCurrencyDesk>(http).ListAllAsync(ask, token));
        Add(routes, "policies", guard.For(Permission.PolicyRead), PolicyDesk.Rules,
            (http, ask, token) => Desk<PolicyDesk>(http).HistoryAsync(ask, token));
        Add(routes, "credentials", guard.SignedIn, CredentialDesk.Rules,
            (http, ask, token) => Desk<CredentialDesk>(http).ListAsync(ask, token));
        Add(routes, "bans", guard.For(Permission.BanRead), BanDesk.Rules, (http, ask, token) => Desk<BanDesk>(http).ListAsync(ask, token));
        Add(routes, "access-requests", guard.For(Permission.AccessRead), AccessDesk.Rules,
            (http, ask, token) => Desk<AccessDesk>(http).ListAsync(ask, token));
        Add(routes, "key-requests/{id:guid}", guard.SignedIn, KeyLogDesk.Rules,
            (http, ask, token) => Desk<KeyLogDesk>(http).ListAsync(Guid.Parse((string)http.GetRouteValue("id")!), ask, token));
        Add(routes, "webhook-endpoints", guard.SignedIn, WebhookDesk.EndpointRules,
            (http, ask, token) => Desk<WebhookDesk>(http).ListAsync(ask, token));
        Add(routes, "webhook-deliveries", guard.SignedIn, WebhookDesk.DeliveryRules,
            (http, ask, token) => Desk<WebhookDesk>(http).DeliveriesAsync(ask, token));
        Add(routes, "audit", guard.For(Permission.AuditRead), AuditDesk.Rules,
            (http, ask, token) => Desk<AuditDesk>(http).BrowseAsync(ask, token));
        Add(routes, "ledger-accounts", guard.For(Permission.LedgerRead), LedgerDesk.Rules,
            (http, ask, token) => Desk<LedgerDesk>(http).AccountsAsync(ask, token));
        Add(routes, "exports", guard.For(Permission.ReportRead), ExportDesk.Rules,
            (http, ask, token) => Desk<ExportDesk>(http).ListAsync(ask, token));
        Add(routes, "mails", guard.For(Permission.PersonRead), MailDesk.Rules,
            (http, ask, token) => Desk<MailDesk>(http).ListAsync(ask, token));
    }

    /// <summary>The books over the API: the trial balance, and the accounts as a list.</summary>
    public static void MapLedger(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/ledger", async (LedgerDesk desk, CancellationToken cancellation) => (await desk.ReadAsync(cancellation))
            .Answer(view => new
        {
            view.TrialBalance, view.IsHalted, view.HaltReason, CheckedAt = view.CheckedAtUtc,
        })).RequireAuthorization(guard.For(Permission.LedgerRead));
        group.MapGet("/ledger/accounts", (HttpContext http, LedgerDesk desk, CancellationToken cancellation) =>
            Lists.ListedAsync(http, "accounts", LedgerDesk.Rules, desk.AccountsAsync, account => account, cancellation))
                .RequireAuthorization(guard.For(Permission.LedgerRead)).Reads(LedgerDesk.Rules);
    }

    private static void Add<T>(IEndpointRouteBuilder routes, string name, AuthorizeAttribute policy, ListRules<T> rules,
        Func<HttpContext, ListAsk, CancellationToken, Task<Result<ListPage<T>>>> read) =>
        routes.MapGet($"/lists/{name}/export", (HttpContext http, ListDesk desk, CancellationToken cancellation) =>
            ExportAsync(http, name.Split('/')[0], rules, (ask, token) => read(http, ask, token), desk, cancellation))
                .RequireAuthorization(policy).Reads(rules);

    private static async Task<IResult> ExportAsync<T>(
        HttpContext http, string name, ListRules<T> rules, Func<ListAsk, CancellationToken, Task<Result<ListPage<T>>>> read, ListDesk desk,
        CancellationToken cancellation)
    {
        var reading = rules.Request(Lists.Fields(http));
        if (reading.Failed(out var fault))
        {
            return ProblemDialect.Problem(fault);
        }
        var (ask, columns) = (reading.Value.Ask with { Page = 1, Size = ListDesk.ExportBatch }, reading.Value.Columns);
        var first = await read(ask, cancellation);
        if (first.Failed(out var refused)
            || (await desk.NoteExportAsync(name, reading.Value, first.Value.Total, cancellation)).Failed(out refused))
        {
            return ProblemDialect.Problem(refused);
        }
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(output => WriteAsync(output, rules, columns, first.Value, read, cancellation), MediaTypeNames.Text.Csv,
            $"{name}.csv");
    }

    private static async Task WriteAsync<T>(
        Stream output, ListRules<T> rules, IReadOnlyList<string> columns, ListPage<T> page,
        Func<ListAsk, CancellationToken, Task<Result<ListPage<T>>>> read, CancellationToken cancellation)
    {
        await using var csv = CsvWriter.Create(
            new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true), CsvWriterOptions.Default,
            leaveOpen: false);
        await csv.WriteRecordAsync([.. columns], cancellation);
        // Figures begin with a minus and are no formulas; every other text could be one.
        var figures = rules.Columns.Where(column => column.IsFigure).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            foreach (var row in page.Rows)
            {
                await csv.WriteRecordAsync(
                    [.. columns.Select(column => rules.TextOf(column, row) is var text
                    && figures.Contains(column) ? text : CellText.Harmless(text))], cancellation);
            }
            if (page.Ask.Page >= page.Pages)
            {
                await csv.FlushAsync(cancellation);
                return;
            }
            var next = await read(page.Ask with { Page = page.Ask.Page + 1 }, cancellation);
            // Half a file that looks whole would be worse than one that visibly breaks off.
            page = next.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : next.Value;
        }
    }

    private static T Desk<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();
}
