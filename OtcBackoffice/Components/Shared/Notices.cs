namespace OtcBackoffice.Components.Shared;

/// <summary>One sentence for the live region. <paramref name="Tone"/> is ok, bad or empty.</summary>
public sealed record SpokenNotice(long Number, string Text, string Tone)
{
    /// <summary>Takes back what the sentence tells of, or null when that cannot be.</summary>
    public Func<Task>? Undo { get; init; }

    /// <summary>Until when it can be taken back.</summary>
    public DateTime UntilUtc { get; init; }
}

/// <summary>
/// What the console says after an action, one set per circuit. It survives the navigation to the next record, which is
/// why it does not belong to a page. A notice is never the only trace of an action: the timeline keeps it.
/// </summary>
public sealed class Notices
{
    private long _number;

    public event Action? Changed;

    public SpokenNotice? Current { get; private set; }

    public void Say(string text) => Set(new SpokenNotice(++_number, text, ""));

    public void Done(string text) => Set(new SpokenNotice(++_number, text, "ok"));

    /// <summary>Says what was decided, with the way back that is open until a moment.</summary>
    public void Held(string text, DateTime untilUtc, Func<Task> undo) =>
        Set(new SpokenNotice(++_number, text, "ok") { Undo = undo, UntilUtc = untilUtc });

    public void Refused(string text) => Set(new SpokenNotice(++_number, text, "bad"));

    public void Clear()
    {
        Current = null;
        Changed?.Invoke();
    }

    private void Set(SpokenNotice notice)
    {
        Current = notice;
        Changed?.Invoke();
    }
}
