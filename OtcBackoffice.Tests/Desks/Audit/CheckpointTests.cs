using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Domain.Text;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Audit;

/// <summary>The head of the audit record as a checkpoint that standard tools read (issue 15, point 10).</summary>
public sealed class CheckpointTests
{
    /// <summary>The leaves and roots that the authors of RFC 6962 published with their log.</summary>
    [Fact]
    public void The_tree_has_the_published_roots()
    {
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        string[] roots =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        var tree = new MerkleTree();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(tree.Root()));
        foreach (var (leaf, root) in leaves.Zip(roots))
        {
            tree.Add(Convert.FromHexString(leaf));
            Assert.Equal(root, Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_stranger_checks_the_head_and_sees_it_grow(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var first = await CheckedAsync(host);
        await host.Acacia.PostJsonAsync("otc/deposits/draft", new
        {
            method = "bank", fiat_amount = "100.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
        }, System.Net.HttpStatusCode.Created);
        Assert.True(await CheckedAsync(host) > first);
    }

    // Reads the note as the standard has it, and recomputes its root from the rows.
    private static async Task<long> CheckedAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditDesk>().SealAsync(CancellationToken.None);
        using var answer = await host.Anonymous.GetAsync("/audit/checkpoint");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        var note = await answer.Content.ReadAsStringAsync();
        var key = (await host.Anonymous.GetStringAsync("/audit/checkpoint.vkey")).Trim().Split('+', 3);
        var cut = note.IndexOf("\n\n", StringComparison.Ordinal);
        var (text, signatures) = (note[..(cut + 1)], note[(cut + 2)..]);
        var lines = text.Split('\n');
        Assert.Equal(key[0], lines[0]);
        var parts = signatures.TrimEnd('\n').Split(' ');
        Assert.Equal(("\u2014", key[0]), (parts[0], parts[1]));
        var signature = Convert.FromBase64String(parts[2]);
        Assert.Equal(key[1], Convert.ToHexStringLower(signature.AsSpan(0, 4)));
        var publicKey = Convert.FromBase64String(key[2]);
        Assert.Equal(1, publicKey[0]);
        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey.AsSpan(1)));
        verifier.BlockUpdate(Encoding.UTF8.GetBytes(text));
        Assert.True(verifier.VerifySignature(signature[4..]));

        var size = long.Parse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture);
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
        var hashes = await db.AuditSeals.Where(seal => seal.Sequence <= size).OrderBy(seal => seal.Sequence).Select(seal => seal.Hash)
            .ToListAsync();
        Assert.Equal(size, hashes.Count);
        Assert.Equal(Convert.ToBase64String(Root([.. hashes.Select(hash => Convert.FromHexString(hash))])), lines[2]);
        return size;
    }

    // The definition of RFC 6962, section 2.1, word by word: split at the largest power of two below the number of leaves.
    private static byte[] Root(byte[][] leaves)
    {
        if (leaves.Length == 1)
        {
            return System.Security.Cryptography.SHA256.HashData([0, .. leaves[0]]);
        }
        var half = 1;
        while (half * 2 < leaves.Length)
        {
            half *= 2;
        }
        return System.Security.Cryptography.SHA256.HashData([1, .. Root(leaves[..half]), .. Root(leaves[half..])]);
    }
}
