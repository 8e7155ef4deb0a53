namespace OtcBackoffice.Components.Shared;

/// <summary>Who may open which pages. A test holds these texts to the permission table.</summary>
public static class PageRoles
{
    /// <summary>Everybody at the desk.</summary>
    public const string Staff = "admin,otc_officer,treasury,auditor";

    /// <summary>Whoever gives work to others.</summary>
    public const string Supervisor = "admin";

    /// <summary>Whoever reads the audit record.</summary>
    public const string AuditReaders = "admin,treasury,auditor";

    /// <summary>Whoever reads revenue.</summary>
    public const string ReportReaders = "admin,treasury,auditor";

    /// <summary>Whoever sees the jobs.</summary>
    public const string JobReaders = "admin,auditor";

    /// <summary>Whoever sees who works here.</summary>
    public const string PersonReaders = "admin,auditor";

    /// <summary>Whoever sees credentials: all of them, or a merchant its own.</summary>
    public const string CredentialReaders = "admin,auditor,merchant";

    /// <summary>Whoever sees banned addresses.</summary>
    public const string BanReaders = "admin,auditor";

    /// <summary>Whoever moves the sandbox.</summary>
    public const string Sandbox = "admin";

    /// <summary>Whoever acts for a merchant.</summary>
    public const string Merchant = "merchant";
}
