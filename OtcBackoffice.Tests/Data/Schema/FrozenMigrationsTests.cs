using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Schema;

/// <summary>What was released is never edited: a database that has applied it would not notice. Migrations only grow.</summary>
public sealed class FrozenMigrationsTests
{
    // A released migration and its hash; a release adds lines and changes none.
    private static readonly Dictionary<string, string> Released = new(StringComparer.Ordinal)
    {
        ["AppendOnly.cs"] = "c572bd779264ac5ddb598893d903e6419fd0a3cd6cda24f55ae825227054d597",
        ["Postgres/20261121000001_Initial.cs"] = "81a00a8857d3a16f013dad1eeb75241f0a0277ee634b55b59961e3e60f4db7ba",
        ["Postgres/20261121000002_AppendOnlyTables.cs"] = "1736a561ec8b46017d62886f6a892f6369b3f66ad8ac06f3e49c5809f1a0f7db",
        ["Sqlite/20261121000001_Initial.cs"] = "5720dac0331b56039070ca4ff0989a70236f20699c18c6f54451a5e3e568df9a",
        ["Sqlite/20261121000002_AppendOnlyTables.cs"] = "053bb47593341d7a1e5dc11ecc3ccf236e25774764e9b7a0e0abc7b9b1d7dbf9",
    };

    [Fact]
    public void No_released_migration_was_edited()
    {
        Assert.All(Released, one => Assert.Equal(one.Value, Hash(Repository.Read("OtcBackoffice/Data/Migrations/" + one.Key))));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
