using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// The least that a live queue can be: a Blazor Server page with fifty rows of nine cells and a button each, drawn by a
/// row component. No layout, no navigation, no sign-in, no database.
/// </summary>
internal sealed class BareQueue : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BareQueue(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="script">The script that opens circuits; it belongs to the product's build.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareQueue> StartAsync(byte[] script, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapGet(BareDocument.Script, () => Results.Bytes(script, "text/javascript"));
        app.MapRazorComponents<BareDocument>().AddInteractiveServerRenderMode();
        await app.StartAsync(cancellation);
        return new BareQueue(app);
    }

    public ValueTask DisposeAsync()
    {
        return _app.DisposeAsync();
    }
}

/// <summary>The document around the bare page.</summary>
[Route("/")]
public sealed class BareDocument : ComponentBase
{
    internal const string Script = "/_framework/blazor.web.js";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMarkupContent(0, "<!doctype html>");
        builder.OpenElement(1, "html");
        builder.AddMarkupContent(2, "<head><title>Bare queue</title><base href=\"/\"></head>");
        builder.OpenElement(3, "body");
        builder.OpenComponent<BarePage>(4);
        builder.AddComponentRenderMode(new InteractiveServerRenderMode());
        builder.CloseComponent();
        builder.OpenElement(5, "script");
        builder.AddAttribute(6, "src", Script);
        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    }
}

/// <summary>One line of the bare queue.</summary>
public sealed record BareLine(int Number, string Merchant, string Amount, string Asset);

/// <summary>The bare table.</summary>
public sealed class BarePage : ComponentBase
{
    private readonly List<BareLine> _lines =
        [.. Enumerable.Range(1, CircuitBench.Rows)
            .Select(number => new BareLine(number, $"Merchant {number % 7}", $"{number * 1_000}.00", "USDT"))];

    private bool _isInteractive;

    internal int Claimed { get; private set; }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _isInteractive = true;
            StateHasChanged();
        }
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "main");
        builder.AddAttribute(1, "data-interactive", _isInteractive ? "yes" : "no");
        builder.OpenElement(2, "table");
        builder.OpenElement(3, "tbody");
        foreach (var line in _lines)
        {
            builder.OpenComponent<BareRow>(4);
            builder.SetKey(line.Number);
            builder.AddComponentParameter(5, nameof(BareRow.Line), line);
            builder.AddComponentParameter(6, nameof(BareRow.OnClaim), EventCallback.Factory.Create<BareLine>(this, Claim));
            builder.CloseComponent();
        }
        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    }

    private void Claim(BareLine line)
    {
        Claimed += line.Number;
    }
}

/// <summary>The bare row, drawn again only when its line is another.</summary>
public sealed class BareRow : ComponentBase
{
    private BareLine? _drawn;

    [Parameter]
    public BareLine Line { get; set; } = null!;

    [Parameter]
    public EventCallback<BareLine> OnClaim { get; set; }

    protected override bool ShouldRender()
    {
        return !ReferenceEquals(_drawn, Line);
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _drawn = Line;
        builder.OpenElement(0, "tr");
        Cell(builder, Line.Number);
        Cell(builder, Line.Merchant);
        Cell(builder, Line.Amount);
        Cell(builder, Line.Asset);
        Cell(builder, "KES");
        Cell(builder, "tron");
        Cell(builder, "pending");
        Cell(builder, "2026-03-16");
        builder.OpenElement(1, "td");
        builder.OpenElement(2, "button");
        builder.AddAttribute(3, "onclick", EventCallback.Factory.Create(this, ClaimAsync));
        builder.AddContent(4, "Claim");
        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    }

    private static void Cell(RenderTreeBuilder builder, object text)
    {
        builder.OpenElement(5, "td");
        builder.AddContent(6, text);
        builder.CloseElement();
    }

    private Task ClaimAsync()
    {
        return OnClaim.InvokeAsync(Line);
    }
}
