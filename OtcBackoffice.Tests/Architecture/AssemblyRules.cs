using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>Rules on what was compiled, for what a reader of the source may miss: inferred types and generated members.</summary>
internal static class AssemblyRules
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The domain stands on the base class library alone.</summary>
    public static IEnumerable<string> DomainReferences(Assembly domain)
    {
        return from reference in domain.GetReferencedAssemblies()
               where reference.Name is not ("mscorlib" or "netstandard") && !reference.Name!.StartsWith("System.", StringComparison.Ordinal)
               select $"{domain.GetName().Name} refers to {reference.Name}";
    }

    /// <summary>Pages and routes hold nothing of the database: no context, no factory of one, no row.</summary>
    public static IEnumerable<string> DataInFaces(IEnumerable<Type> types)
    {
        return from type in types
               where IsIn(type, "OtcBackoffice.Components") || IsIn(type, "OtcBackoffice.Api")
               from used in MembersTypes(type)
               where IsData(used.Type)
               select $"{type.FullName}.{used.Member} holds {used.Type.FullName ?? used.Type.Name}";
    }

    /// <summary>
    /// A desk answers with views. An entity handed out could be changed by a page, or drag its context along.
    /// </summary>
    /// <param name="types">All types of the host.</param>
    /// <param name="entities">The types that the database maps.</param>
    public static IEnumerable<string> EntitiesFromDesks(IEnumerable<Type> types, IReadOnlySet<Type> entities)
    {
        return from type in types
               where type is { IsPublic: true, IsClass: true } && IsIn(type, "OtcBackoffice.Desks")
                   && type.Name.EndsWith("Desk", StringComparison.Ordinal)
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               from answer in Reachable(method.ReturnType, [])
               where entities.Contains(answer)
               select $"{type.Name}.{method.Name} answers with the entity {answer.Name}";
    }

    /// <summary>What the database maps: the sets of its contexts, the configured types, and the records of Data.</summary>
    public static IReadOnlySet<Type> EntitiesOf(IReadOnlyCollection<Type> types)
    {
        var sets = types.Where(type => type.IsAssignableTo(typeof(DbContext))).SelectMany(type => type.GetProperties())
            .Select(property => property.PropertyType).Where(type => IsGeneric(type, typeof(DbSet<>)))
            .Select(type => type.GetGenericArguments()[0]);
        var configured = types.SelectMany(type => type.GetInterfaces())
            .Where(type => IsGeneric(type, typeof(IEntityTypeConfiguration<>))).Select(type => type.GetGenericArguments()[0]);
        var records = types.Where(type => IsIn(type, "OtcBackoffice.Data.Records") && !type.IsEnum && !type.IsNested);
        return sets.Concat(configured).Concat(records).ToHashSet();
    }

    private static IEnumerable<(string Member, Type Type)> MembersTypes(Type type)
    {
        var fields = type.GetFields(Everything).Select(field => (field.Name, Type: field.FieldType));
        var properties = type.GetProperties(Everything).Select(property => (property.Name, Type: property.PropertyType));
        var parameters = type.GetConstructors(Everything).Cast<MethodBase>().Concat(type.GetMethods(Everything))
            .SelectMany(method => method.GetParameters().Select(parameter => (method.Name, Type: parameter.ParameterType)));
        return from member in fields.Concat(properties).Concat(parameters)
               from used in WithArguments(member.Type)
               select (member.Name, used);
    }

    private static bool IsData(Type type)
    {
        return type.IsAssignableTo(typeof(DbContext)) || IsGeneric(type, typeof(IDbContextFactory<>)) || IsIn(type, "OtcBackoffice.Data");
    }

    /// <summary>The type, what it is made of, and for our own view types what their properties show.</summary>
    private static IEnumerable<Type> Reachable(Type type, HashSet<Type> seen)
    {
        foreach (var part in WithArguments(type).Where(seen.Add))
        {
            yield return part;
            if (!IsIn(part, "OtcBackoffice.Desks"))
            {
                continue;
            }
            foreach (var inner in part.GetProperties().SelectMany(property => Reachable(property.PropertyType, seen)))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<Type> WithArguments(Type type)
    {
        if (type.HasElementType)
        {
            return WithArguments(type.GetElementType()!);
        }
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(WithArguments).Prepend(type) : [type];
    }

    private static bool IsGeneric(Type type, Type definition)
    {
        return type.IsGenericType && type.GetGenericTypeDefinition() == definition;
    }

    private static bool IsIn(Type type, string room)
    {
        return type.Namespace is { } space && (space == room || space.StartsWith(room + ".", StringComparison.Ordinal));
    }
}
