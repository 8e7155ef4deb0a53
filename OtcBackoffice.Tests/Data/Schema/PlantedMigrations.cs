using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;

namespace OtcBackoffice.Tests.Data.Schema;

#pragma warning disable EF1001 // The list of migrations is made by a service of EF's own; a test has no other way to add one.

/// <summary>The product's migrations and one of tomorrow, which is whatever the test at hand planted.</summary>
public sealed class PlantedMigrations(ICurrentDbContext context, IDbContextOptions options, IMigrationsIdGenerator ids, IDiagnosticsLogger<DbLoggerCategory.Migrations> log)
    : MigrationsAssembly(context, options, ids, log)
{
    public const string Id = "20991231000001_Planted";

    internal static AsyncLocal<Type?> Next { get; } = new();

    private readonly Type _next = Next.Value ?? throw new InvalidOperationException("Nothing was planted.");

    public override IReadOnlyDictionary<string, TypeInfo> Migrations =>
        new SortedDictionary<string, TypeInfo>(base.Migrations.ToDictionary(), StringComparer.Ordinal) { [Id] = _next.GetTypeInfo() };

    public override Migration CreateMigration(TypeInfo migrationClass, string activeProvider) => migrationClass.AsType() == _next
        ? (Migration)Activator.CreateInstance(_next, nonPublic: true)!
        : base.CreateMigration(migrationClass, activeProvider);
}
