namespace OtcBackoffice.Domain.Text;

/// <summary>What a text that somebody sends is, and with it what may stand in it. Every field of every door has one.</summary>
public enum TextKind
{
    /// <summary>What something or somebody is called: one line, blanks collapsed, something to see.</summary>
    Name,

    /// <summary>Sentences, which may have several lines.</summary>
    FreeText,

    /// <summary>A word of ours or of a standard, such as a currency or a status; never trimmed.</summary>
    Code,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>An address on the web.</summary>
    Url,

    /// <summary>What others call a thing: a bank's reference, a number of an order, a transaction.</summary>
    Reference,

    /// <summary>A password, a key or a token: taken as it is.</summary>
    Secret,
}
