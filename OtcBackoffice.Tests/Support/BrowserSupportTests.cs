using System.Diagnostics;

namespace OtcBackoffice.Tests.Support;

[Collection(BrowserFixture.Collection)]
[Trait("kind", "browser")]
public sealed class BrowserSupportTests(BrowserFixture browser)
{
    private const string Accessible =
        "<!doctype html><html lang=en><title>A page</title><main><h1>Title</h1><label>Name <input></label></main></html>";

    [Fact]
    public async Task Axe_passes_a_sound_page_and_names_what_is_wrong_with_another()
    {
        await using var session = await browser.OpenAsync();

        await session.Page.SetContentAsync(Accessible);
        await Axe.AssertCleanAsync(session.Page);
        await session.Page.SetContentAsync(Accessible.Replace("Name <input>", "<input>", StringComparison.Ordinal)
            .Replace("</h1>", "</h1><img src=x>", StringComparison.Ordinal));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Axe.AssertCleanAsync(session.Page));

        Assert.Contains("image-alt (critical)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("label (critical)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Axe_looks_only_where_it_is_told()
    {
        await using var session = await browser.OpenAsync();

        await session.Page.SetContentAsync(Accessible.Replace("</h1>", "</h1><p id=sound>text</p><img src=x>", StringComparison.Ordinal));

        await Axe.AssertCleanAsync(session.Page, "#sound");
    }

    [Fact]
    public async Task Faults_that_nobody_sees_are_noted()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = receiver.Address });
        receiver.AnswerBody = "<script>console.error('seen by nobody'); setTimeout(() => { throw new Error('uncaught one') })</script>";

        await session.Page.GotoAsync("/page");
        await session.Page.WaitForTimeoutAsync(200);

        Assert.Contains(session.Faults, fault => fault.Contains("seen by nobody", StringComparison.Ordinal));
        Assert.Contains(session.Faults, fault => fault.Contains("uncaught one", StringComparison.Ordinal));
        Assert.True(File.Exists(await session.ScreenshotAsync("browser-support")));
    }

    [Fact]
    public async Task A_demo_person_signs_in_to_the_running_product()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        var officer = host.Credentials.StaffNamed("officer");

        await session.SignInAsync(officer.Email, officer.Password);

        Assert.DoesNotContain("sign-in", session.Page.Url, StringComparison.Ordinal);
        await session.ScreenshotAsync("signed-in");
        session.AssertNoFaults();
        host.AssertNoErrors();
    }

    [Fact]
    public async Task What_the_content_policy_refuses_is_noted()
    {
        await using var host = await DeskHost.StartAsync();
        await using var session = await browser.OpenAsync(new BrowserView { BaseAddress = host.Address });
        await session.Page.GotoAsync("/account/sign-in");
        session.AssertNoFaults();

        await session.Page.EvaluateAsync("document.head.append(Object.assign(document.createElement('style'), { textContent: 'a{}' }))");
        await session.Page.WaitForTimeoutAsync(200);

        Assert.Contains(session.Faults, fault => fault.Contains("content policy: style-src-elem inline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bank_advice_is_a_pdf_with_its_text_and_pages()
    {
        using var directory = new TempDirectory();
        var advice = new BankAdvice { Reference = "DEP-<77>", Pages = 2 };

        await File.WriteAllBytesAsync(directory.File("advice.pdf"), await PdfMaker.BankAdviceAsync(browser, advice));

        var text = await RunAsync("pdftotext", "-layout", directory.File("advice.pdf"), "-");
        Assert.Contains("KES 1,250,000.00", text, StringComparison.Ordinal);
        Assert.Contains("DEP-<77>", text, StringComparison.Ordinal);
        Assert.Equal("2", (await RunAsync("qpdf", "--show-npages", directory.File("advice.pdf"))).Trim());
    }

    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
