namespace OtcBackoffice.Domain.Monetary;

/// <summary>
/// The name of what is counted: an ISO currency (<c>KES</c>) or an asset with its network (<c>USDT.TRON</c>).
/// Always upper case; two spellings of one asset never reach the books.
/// </summary>
public readonly record struct AssetCode
{
    private readonly string? _text;

    /// <summary>Takes a canonical code; a malformed one is a defect, not an input error.</summary>
    public AssetCode(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '.')
            {
                throw new ArgumentException($"'{text}' is not a canonical asset code.", nameof(text));
            }
        }
        _text = text;
    }

    /// <summary>The code's text.</summary>
    public string Text => _text ?? throw new InvalidOperationException("An asset code was never set.");

    /// <summary>The symbol without the network: <c>USDT</c> of <c>USDT.TRON</c>.</summary>
    public string Symbol => Text.Split('.')[0];

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
