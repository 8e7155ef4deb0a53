using Microsoft.AspNetCore.Identity;

namespace OtcBackoffice.Data.Identity;

/// <summary>A person with a sign-in: staff, or somebody who acts for a merchant.</summary>
public sealed class BackofficeUser : IdentityUser<Guid>
{
    /// <summary>What histories call the person.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The merchant the person acts for, or null for staff.</summary>
    public Guid? MerchantId { get; set; }

    /// <summary>A disabled person is refused at the next command.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>The seed of the person's authenticator application, encrypted; set when enrolment begins, in use once two factors are
    /// on.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The time step of the last code that was taken; no code counts twice.</summary>
    public long TotpLastStep { get; set; }

    /// <summary>When the person was added.</summary>
    public DateTime CreatedAtUtc { get; set; }
}
