using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OtcBackoffice.Data;

/// <summary>
/// How an aggregate without collections is read and written by prepared statements. It is derived from the one model in
/// Mapping/, so a new property needs nothing here. Change tracking does the same work at four times the price, and it would
/// be paid inside the single writer, where everybody else waits.
/// </summary>
internal sealed class PreparedEntity<T>
    where T : class
{
    // One per model, that is one per kind of database.
    private static readonly ConditionalWeakTable<IModel, PreparedEntity<T>> Known = [];

    private static readonly Func<object, object> MemberwiseCopy = typeof(object)
        .GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly ConcurrentDictionary<UInt128, string> _updates = new();
    private readonly IProperty[] _properties;
    private readonly Func<T, object?>[] _values;
    private readonly Func<T, T, UInt128> _changes;
    private readonly string _table;
    private readonly int _key;
    private readonly int _version;

    private PreparedEntity(IEntityType entity)
    {
        _properties = [.. entity.GetProperties()];
        if (_properties.Length > 128 || entity.GetNavigations().Any())
        {
            throw new InvalidOperationException($"{entity.DisplayName()} is too wide or has collections; use the tracked context.");
        }
        _table = entity.GetTableName()!;
        _key = Array.IndexOf(_properties, entity.FindPrimaryKey()!.Properties.Single());
        _version = Array.FindIndex(_properties, property => property.IsConcurrencyToken);
        _values = [.. _properties.Select(ValueOf)];
        _changes = ChangesOf(_properties);
        Read = ReaderOf(_properties);
        Columns = string.Join(", ", _properties.Select(Column));
        ColumnCount = _properties.Length;
        SelectSql = $"SELECT {Columns} FROM {_table} WHERE {Column(_properties[_key])} = @p0";
    }

    /// <summary>Reads one by its key, @p0.</summary>
    public string SelectSql { get; }

    /// <summary>The columns that <see cref="Read"/> wants first in a row, and how many they are.</summary>
    public string Columns { get; }

    /// <inheritdoc cref="Columns"/>
    public int ColumnCount { get; }

    /// <summary>Makes one of a row that begins with <see cref="Columns"/>.</summary>
    public Func<DbDataReader, T> Read { get; }

    /// <summary>The statements of this model.</summary>
    public static PreparedEntity<T> Of(IModel model) => Known.GetValue(model, static model => new PreparedEntity<T>(
        model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not in the model.")));

    /// <summary>A copy to compare with later.</summary>
    public static T Copy(T entity) => (T)MemberwiseCopy(entity);

    /// <summary>Whether both are of the same record.</summary>
    public bool HasKey(T entity, object key) => Equals(_values[_key](entity), key);

    /// <summary>
    /// The statement that writes what differs, on condition that the record is still in the version that was read; null
    /// when nothing differs.
    /// </summary>
    public (string Sql, object?[] Values)? Update(T before, T now)
    {
        var changes = _changes(before, now);
        if (changes == 0)
        {
            return null;
        }
        var sql = _updates.GetOrAdd(changes, UpdateSql);
        var values = new object?[(int)UInt128.PopCount(changes) + 2];
        var next = 0;
        for (var index = 0; index < _properties.Length; index++)
        {
            if ((changes & (UInt128.One << index)) != 0)
            {
                values[next++] = _values[index](now);
            }
        }
        values[next] = _values[_key](before);
        values[next + 1] = _values[_version](before);
        return (sql, values);
    }

    // Only what changed: every column that is named costs the upkeep of its indexes, whether it changed or not.
    private string UpdateSql(UInt128 changes)
    {
        var changed = _properties.Where((_, index) => (changes & (UInt128.One << index)) != 0).ToList();
        var set = string.Join(", ", changed.Select((property, index) => $"{Column(property)} = @p{index}"));
        return $"UPDATE {_table} SET {set} WHERE {Column(_properties[_key])} = @p{changed.Count} AND {Column(_properties[_version])} = "
            + $"@p{changed.Count + 1}";
    }

    private static string Column(IProperty property) => property.GetColumnName();

    private static Func<DbDataReader, T> ReaderOf(IProperty[] properties)
    {
        var row = Expression.Parameter(typeof(DbDataReader), "row");
        var made = Expression.Variable(typeof(T), "made");
        var constructor = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])!;
        var steps = new List<Expression> { Expression.Assign(made, Expression.New(constructor)) };
        steps.AddRange(properties.Select((property, index) => Expression.Assign(
            Expression.MakeMemberAccess(made, property.GetMemberInfo(forMaterialization: true, forSet: true)),
                ColumnValue(row, property, index))));
        steps.Add(made);
        return Expression.Lambda<Func<DbDataReader, T>>(Expression.Block([made], steps), row).Compile();
    }

    private static Expression ColumnValue(ParameterExpression row, IProperty property, int index)
    {
        var ordinal = Expression.Constant(index);
        var mapping = property.GetRelationalTypeMapping();
        var method = mapping.GetDataReaderMethod();
        Expression value = mapping.CustomizeDataReaderExpression(
            Expression.Call(method.DeclaringType!.IsAssignableFrom(typeof(DbDataReader)) ? row
                : Expression.Convert(row, method.DeclaringType!), method, ordinal));
        if (mapping.Converter is { } converter)
        {
            var stored = value.Type == converter.ProviderClrType ? value : Expression.Convert(value, converter.ProviderClrType);
            value = Expression.Invoke(converter.ConvertFromProviderExpression, stored);
        }
        if (value.Type != property.ClrType)
        {
            value = Expression.Convert(value, property.ClrType);
        }
        return property.IsNullable
            ? Expression.Condition(Expression.Call(row, nameof(DbDataReader.IsDBNull), null, ordinal), Expression.Default(property.ClrType),
                value)
            : value;
    }

    private static Func<T, T, UInt128> ChangesOf(IProperty[] properties)
    {
        var (before, now) = (Expression.Parameter(typeof(T), "before"), Expression.Parameter(typeof(T), "now"));
        Expression changes = Expression.Constant(UInt128.Zero);
        for (var index = 0; index < properties.Length; index++)
        {
            var comparer = typeof(EqualityComparer<>).MakeGenericType(properties[index].ClrType);
            var same = Expression.Call(
                Expression.Property(null, comparer, nameof(EqualityComparer<>.Default)), nameof(EqualityComparer<>.Equals), null,
                Member(before, properties[index]), Member(now, properties[index]));
            changes = Expression.Or(changes,
                Expression.Condition(same, Expression.Constant(UInt128.Zero), Expression.Constant(UInt128.One << index)));
        }
        return Expression.Lambda<Func<T, T, UInt128>>(changes, before, now).Compile();
    }

    private static Func<T, object?> ValueOf(IProperty property)
    {
        var entity = Expression.Parameter(typeof(T), "entity");
        Expression value = Member(entity, property);
        if (property.GetRelationalTypeMapping().Converter is { } converter)
        {
            var plain = Nullable.GetUnderlyingType(value.Type) is { } under && under == converter.ModelClrType
                ? Expression.Convert(value, under) : value;
            Expression stored = Expression.Convert(Expression.Invoke(converter.ConvertToProviderExpression, plain), typeof(object));
            value = property.IsNullable
                ? Expression.Condition(Expression.Equal(value, Expression.Default(value.Type)), Expression.Constant(null), stored) : stored;
        }
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), entity).Compile();
    }

    private static MemberExpression Member(ParameterExpression entity, IProperty property) =>
        Expression.MakeMemberAccess(entity, property.GetMemberInfo(forMaterialization: false, forSet: false));
}
