namespace OtcBackoffice.Components.Shared;

/// <summary>One sentence for the live region. <paramref name="Tone"/> is ok, bad or empty.</summary>
public sealed record SpokenNotice(long Number, string Text, string Tone);

/// <summary>
/// What the console says after an action, one set per circuit. It survives the navigation to the next record, which is
/// why it does not belong to a page. A notice is never the only trace of an action: the timeline keeps it.
/// </summary>
public sealed class Notices
{
    private long _number;

    public event Action? Changed;

    public SpokenNotice? Current { get; private set; }

    public void Say(string text) => Set(text, "");

    public void Done(string text) => Set(text, "ok");

    public void Refused(string text) => Set(text, "bad");

    public void Clear()
    {
        Current = null;
        Changed?.Invoke();
    }

    private void Set(string text, string tone)
    {
        Current = new SpokenNotice(++_number, text, tone);
        Changed?.Invoke();
    }
}
