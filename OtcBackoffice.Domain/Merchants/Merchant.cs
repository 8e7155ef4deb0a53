using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Domain.Merchants;

/// <summary>A customer of the desk. A sub-vendor is a merchant with a parent.</summary>
public sealed class Merchant
{
    private const int NameLengthMax = 120;

    private Merchant()
    {
    }

    /// <summary>The merchant's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The name, unique among merchants.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The master merchant of a sub-vendor, or null for a master.</summary>
    public Guid? ParentId { get; private set; }

    /// <summary>Whether new business may be opened.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the account is verified; signing keys of an account that is not may do nothing.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>When the merchant was taken on.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Takes on a merchant.</summary>
    public static Result<Merchant> Create(Guid id, string? name, Guid? parentId, DateTime now)
    {
        var named = TextGate.Name("name", name, NameLengthMax);
        return named.Failed(out var refused)
            ? refused
            : new Merchant { Id = id, Name = named.Value, ParentId = parentId, IsActive = true, CreatedAtUtc = now, Version = 1 };
    }

    /// <summary>Renames, (de)activates, or says whether the account is verified.</summary>
    public Result<Merchant> Change(string? name, bool? isActive, bool? isVerified = null)
    {
        var named = TextGate.Name("name", name ?? Name, NameLengthMax);
        if (named.Failed(out var refused))
        {
            return refused;
        }
        Name = named.Value;
        IsActive = isActive ?? IsActive;
        IsVerified = isVerified ?? IsVerified;
        Version++;
        return this;
    }
}
