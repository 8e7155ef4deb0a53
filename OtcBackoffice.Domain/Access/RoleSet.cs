using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Access;

/// <summary>The roles of one person.</summary>
public readonly record struct RoleSet(int Bits)
{
    /// <summary>Whether the role is among them.</summary>
    public bool Has(Role role) => (Bits & (1 << (int)role)) != 0;

    /// <summary>Whether there is no role at all.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>Whether anything but the merchant role is among them.</summary>
    public bool IsStaff => (Bits & ~(1 << (int)Role.Merchant)) != 0;

    /// <summary>The set with one role more.</summary>
    public RoleSet With(Role role) => new(Bits | (1 << (int)role));

    /// <summary>A set of the given roles.</summary>
    public static RoleSet Of(params IEnumerable<Role> roles) => roles.Aggregate(default(RoleSet), (set, role) => set.With(role));

    /// <summary>Reads role names such as <c>otc_officer</c> in any case; unknown names are left out.</summary>
    public static RoleSet FromNames(IEnumerable<string> names) =>
        Of(names.Select(name => Names.TryParse<Role>(name, out var role) ? role : (Role?)null).OfType<Role>());

    /// <summary>The canonical lower-case names.</summary>
    public IReadOnlyList<string> ToNames()
    {
        var set = this;
        return [.. Enum.GetValues<Role>().Where(role => set.Has(role)).Select(role => Names.Snake(role))];
    }
}
