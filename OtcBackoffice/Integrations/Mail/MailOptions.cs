using Microsoft.Extensions.Options;
using MimeKit;

namespace OtcBackoffice.Integrations.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Not at all; for a server on this machine.</summary>
    None,

    /// <summary>Begins plain and must change to TLS before anything is said.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>The section <c>Mail</c>: the server that carries the desk's mail. Without <see cref="Host"/> no mail goes by SMTP.</summary>
public sealed class MailOptions : IValidateOptions<MailOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    private const int PortMost = 65_535, SecondsMost = 300;

    /// <summary>The server's name or address.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port; 0 takes the usual one: 587 with StartTls, 465 with Tls, 25 with None.</summary>
    public int Port { get; set; }

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>From whom mail comes, such as "OTC desk &lt;desk@example.com&gt;".</summary>
    public string From { get; set; } = "";

    /// <summary>Who signs in; empty does not.</summary>
    public string User { get; set; } = "";

    /// <summary>That user's password.</summary>
    public string Password { get; set; } = "";

    /// <summary>How long one mail may take, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Whether mail goes by SMTP.</summary>
    public bool IsConnected => Host.Length > 0;

    /// <summary>The port in force.</summary>
    public int PortInForce => Port > 0 ? Port : Security switch { MailSecurity.Tls => 465, MailSecurity.StartTls => 587, _ => 25 };

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (!options.IsConnected)
        {
            if (options.From.Length > 0 || options.User.Length > 0)
            {
                faults.Add($"{Section}:Host is missing beside {Section}:From or {Section}:User. Name the mail server, or leave the "
                    + $"section out.");
            }
            return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
        }
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            faults.Add($"{Section}:Host must be a name or address such as smtp.example.com, without a scheme or port.");
        }
        if (options.Port is < 0 or > PortMost)
        {
            faults.Add($"{Section}:Port must be 1 to {PortMost}, or 0 for the usual one.");
        }
        if (!MailboxAddress.TryParse(options.From, out var from) || from.Domain.Length == 0)
        {
            faults.Add($"{Section}:From must be an address such as OTC desk <desk@example.com>.");
        }
        if (options.User.Length > 0 != options.Password.Length > 0)
        {
            faults.Add($"{Section}:User and {Section}:Password belong together.");
        }
        if (options.TimeoutSeconds is < 1 or > SecondsMost)
        {
            faults.Add($"{Section}:TimeoutSeconds must be 1 to {SecondsMost}.");
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
