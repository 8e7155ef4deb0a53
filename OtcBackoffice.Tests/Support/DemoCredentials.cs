using System.Text.Json;

namespace OtcBackoffice.Tests.Support;

/// <summary>What the product wrote into demo-credentials.json.</summary>
public sealed record DemoCredentials(IReadOnlyList<DemoStaff> Staff, IReadOnlyList<DemoMerchant> Merchants)
{
    private static readonly JsonSerializerOptions FileJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<DemoCredentials> ReadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return (await JsonSerializer.DeserializeAsync<DemoCredentials>(stream, FileJson))!;
    }

    /// <summary>A member of staff by the part of the e-mail before the at sign, such as <c>officer2</c>.</summary>
    public DemoStaff StaffNamed(string name)
    {
        return Staff.Single(person => person.Email == name + "@demo.local");
    }

    /// <summary>A merchant by the first word of its name, such as <c>Acacia</c>.</summary>
    public DemoMerchant MerchantNamed(string name)
    {
        return Merchants.Single(merchant => merchant.Name.StartsWith(name + " ", StringComparison.Ordinal));
    }
}

public sealed record DemoStaff(string Email, string Password, IReadOnlyList<string> Roles, Guid UserId, string ApiToken);

/// <summary>Credentials of a surface are null until that surface exists.</summary>
public sealed record DemoMerchant(
    Guid MerchantId, string Name, string Email, string Password, Guid UserId, string ApiToken, string? PlatformApiKey,
        string? ExchangeApiKey, DemoKeyPair? BlockTrade, DemoClient? Gateway);

public sealed record DemoKeyPair(string ApiKey, string Secret);

public sealed record DemoClient(string ClientId, string ClientSecret);
