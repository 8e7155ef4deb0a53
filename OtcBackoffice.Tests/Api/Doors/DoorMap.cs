using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>One route and method, with what its handler reads: the members of its body and the words that it asks the request
/// for.</summary>
internal sealed record Door(string Method, string Pattern, Type? Body, IReadOnlyList<string> Words)
{
    /// <summary>The members of the body as they stand on the wire.</summary>
    public IReadOnlyList<(string Name, Type Type)> Members { get; } = Body is null ? [] :
    [
        .. from property in Body.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.SetMethod is not null
           select (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
               ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.PropertyType),
    ];

    public override string ToString() => $"{Method} {Pattern}";
}

/// <summary>
/// Every door of the running product. What a handler reads is taken from its compiled code, so that a new route is tried with
/// its own fields without anybody entering it here.
/// </summary>
internal static partial class DoorMap
{
    private static readonly string[] Places =
        ["/api", "/otc-exchanges", "/openapi/v1", "/otc-deposits-proof", "/sandbox", "/gateway", "/v1"];

    public static IReadOnlyList<Door> Of(DeskHost host) =>
    [
        .. from route in host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + (route.RoutePattern.RawText ?? "").TrimStart('/')
           where Places.Any(place => pattern.StartsWith(place + "/", StringComparison.OrdinalIgnoreCase)
               || pattern.Equals(place, StringComparison.OrdinalIgnoreCase))
           let read = Read(route.Metadata.GetMetadata<MethodInfo>())
           from method in route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           orderby pattern, method
           select new Door(method, pattern, read.Body, read.Words),
    ];

    /// <summary>Every record that some door reads a body into.</summary>
    public static IEnumerable<Type> Bodies(IReadOnlyList<Door> doors) => doors.Select(door => door.Body).OfType<Type>().Distinct();

    private static (Type? Body, IReadOnlyList<string> Words) Read(MethodInfo? handler)
    {
        if (handler is null)
        {
            return (null, []);
        }
        var words = new SortedSet<string>(StringComparer.Ordinal);
        var body = handler.GetParameters().Select(parameter => parameter.ParameterType)
            .FirstOrDefault(type => type.IsGenericType
                && type.Name.StartsWith("SandboxBody", StringComparison.Ordinal))?.GetGenericArguments()[0];
        Scan(handler, words, ref body, depth: 3, []);
        return (body, [.. words]);
    }

    private static void Scan(MethodBase method, SortedSet<string> words, ref Type? body, int depth, HashSet<MethodBase> seen)
    {
        if (depth == 0 || !seen.Add(method))
        {
            return;
        }
        var machine = method.GetCustomAttribute<AsyncStateMachineAttribute>()?.StateMachineType;
        var code = machine is null ? method : Closed(machine, method)?.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic)
            ?? method;
        if (code.GetMethodBody()?.GetILAsByteArray() is not { } bytes)
        {
            return;
        }
        for (var at = 0; at + 4 < bytes.Length; at++)
        {
            var token = BitConverter.ToInt32(bytes, at + 1);
            if (bytes[at] == 0x72 && TryWord(code, token) is { } word)
            {
                words.Add(word);
            }
            else if (bytes[at] is 0x28 or 0x6F or 0x73 or 0xFE or 0x06
                && TryMethod(code, bytes[at] == 0xFE ? BitConverter.ToInt32(bytes, Math.Min(at + 2, bytes.Length - 4)) : token)
                is { } called)
            {
                if (called.IsGenericMethod && called.Name is "WithBodyAsync" or "WithChangeAsync" or "ReadAsync"
                    && called.GetGenericArguments() is [{ IsClass: true, IsGenericParameter: false } type, ..]
                    && type.Assembly == typeof(OtcBackoffice.Api.Shared.FieldKinds).Assembly)
                {
                    body ??= type;
                }
                else if (called.DeclaringType?.Assembly == typeof(OtcBackoffice.Api.Shared.FieldKinds).Assembly
                    && called.DeclaringType.FullName!.StartsWith("OtcBackoffice.Api.", StringComparison.Ordinal)
                    && !called.DeclaringType.FullName.StartsWith("OtcBackoffice.Api.Shared.", StringComparison.Ordinal))
                {
                    Scan(called, words, ref body, depth - 1, seen);
                }
            }
        }
    }

    private static Type? Closed(Type machine, MethodBase method) => !machine.IsGenericTypeDefinition ? machine
        : method.IsGenericMethod && machine.GetGenericArguments().Length == method.GetGenericArguments().Length
        ? machine.MakeGenericType(method.GetGenericArguments()) : null;

    private static string? TryWord(MethodBase code, int token)
    {
        try
        {
            return code.Module.ResolveString(token) is { } text && Word().IsMatch(text) ? text : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MethodBase? TryMethod(MethodBase code, int token)
    {
        try
        {
            return code.Module.ResolveMethod(token, code.DeclaringType?.GetGenericArguments(),
                code.IsGenericMethod ? code.GetGenericArguments() : null);
        }
        catch (Exception fault) when (fault is ArgumentException or BadImageFormatException or TypeLoadException or MissingMethodException
            or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z][a-zA-Z_]{1,30}\\z")]
    private static partial Regex Word();
}
