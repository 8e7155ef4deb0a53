namespace OtcBackoffice.Components.Shared;

/// <summary>Where somebody may be led after a form. Only a path of this site; everything else becomes the start page.</summary>
public static class ReturnUrls
{
    private const int LengthMax = 512;

    /// <summary>The path when it is one of ours. Browsers read "//host", "/\host" and paths with tabs or line breaks as other
    /// sites.</summary>
    public static string Local(string? path) =>
        path is ['/', .. var rest] && rest is not ['/', ..] && path.Length <= LengthMax && !path.Any(one => one == '\\' || char.IsControl(one)) ? path : "/";
}
