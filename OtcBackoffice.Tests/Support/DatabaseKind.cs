namespace OtcBackoffice.Tests.Support;

/// <summary>The databases that the product runs on; the names are those of the setting <c>Database:Provider</c>.</summary>
public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}
