namespace OtcBackoffice.Components.Shared;

/// <summary>The meanings a colour may carry. A tone never stands alone: a word and an icon say the same.</summary>
public static class Tones
{
    public const string Idle = "idle";
    public const string Info = "info";
    public const string Ok = "ok";
    public const string Warn = "warn";
    public const string Bad = "bad";

    /// <summary>Waits for somebody: a second person, the merchant, the chain.</summary>
    public const string Hold = "hold";
}
