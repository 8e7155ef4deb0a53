namespace OtcBackoffice.Domain.Access;

/// <summary>The names of the ways to say who one is. A surface names those that open it, and no other opens it.</summary>
public static class SchemeNames
{
    /// <summary>Personal access tokens of the deposit desk and of staff: <c>Authorization: Bearer otc_pat_...</c>.</summary>
    public const string PersonalToken = "Bearer";

    /// <summary>Tokens of a session that began over HTTP.</summary>
    public const string SessionToken = "SessionToken";

    /// <summary>The session of a person at the console, as the identity library calls it.</summary>
    public const string ConsoleSession = "Identity.Application";

    /// <summary>Keys of the platform API.</summary>
    public const string PlatformKey = "PlatformKey";

    /// <summary>Keys of the exchange API.</summary>
    public const string ExchangeKey = "ExchangeKey";

    /// <summary>Access tokens of the gateway.</summary>
    public const string GatewayToken = "GatewayToken";

    /// <summary>Signed requests of the block-trade API.</summary>
    public const string BlockTradeKey = "BlockTradeKey";
}
