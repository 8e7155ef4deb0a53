using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Mpesa;

/// <summary>The section <c>Mpesa</c>: the desk's account with the operator's Daraja interface. Empty means not connected.</summary>
public sealed class MpesaOptions : IValidateOptions<MpesaOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mpesa";

    /// <summary>Where Daraja answers.</summary>
    public string BaseAddress { get; set; } = "https://api.safaricom.co.ke";

    /// <summary>The application's key.</summary>
    public string ConsumerKey { get; set; } = "";

    /// <summary>The application's secret.</summary>
    public string ConsumerSecret { get; set; } = "";

    /// <summary>The paybill number that is paid to.</summary>
    public string ShortCode { get; set; } = "";

    /// <summary>The pass key of that number.</summary>
    public string PassKey { get; set; } = "";

    /// <summary>Where the operator reaches this desk, for example https://desk.example.</summary>
    public string CallbackBase { get; set; } = "";

    /// <summary>Whether an account is configured.</summary>
    public bool IsConnected => ConsumerKey.Length > 0;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MpesaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsConnected)
        {
            return ValidateOptionsResult.Success;
        }
        var faults = new List<string>();
        if (options.ConsumerSecret.Length == 0 || options.ShortCode.Length == 0 || options.PassKey.Length == 0)
        {
            faults.Add($"{Section}:ConsumerSecret, {Section}:ShortCode and {Section}:PassKey are needed with {Section}:ConsumerKey.");
        }
        if (!Uri.TryCreate(options.BaseAddress, UriKind.Absolute, out _) || !Uri.TryCreate(options.CallbackBase, UriKind.Absolute, out _))
        {
            faults.Add($"{Section}:BaseAddress and {Section}:CallbackBase must be addresses.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
