using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Search;

/// <summary>Names that hold a text, letter case aside; expressions that the database runs.</summary>
internal static class SearchNamesList
{
    private const string Escape = "\\";

    public static IQueryable<Merchant> Merchants(BackofficeDbContext db, string text)
    {
        var part = Part(text);
        return db.Merchants.Where(row => EF.Functions.Like(row.Name.ToUpper(), part, Escape)).OrderBy(row => row.Name);
    }

    public static IQueryable<BackofficeUser> People(BackofficeDbContext db, string text)
    {
        var part = Part(text);
        return db.Users.Where(row => EF.Functions.Like(row.NormalizedEmail!, part, Escape)
            || EF.Functions.Like(row.DisplayName.ToUpper(), part, Escape)).OrderBy(row => row.DisplayName);
    }

    // What stands for any letter in a pattern is a letter here.
    private static string Part(string text) => "%" + text.ToUpperInvariant().Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal) + "%";
}
