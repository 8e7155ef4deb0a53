using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>
/// Every route of every surface, with the fields that its own code reads, is sent what nobody means well. Whatever comes back
/// is no defect of the desk and is said in the surface's own form. More of it: OTC_DOORS_REQUESTS and OTC_DOORS_SEED, and the verb
/// <c>doors</c> for the night.
/// </summary>
public sealed class AllDoorsTests
{
    public static TheoryData<DatabaseProvider, int> Sizes => TestDatabases.Sized(sqlite: 5_000, postgres: 1_500);

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task No_door_answers_a_defect_and_every_refusal_has_its_form(DatabaseProvider provider, int requests)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = DoorWalk.Unlimited });
        var seed = Setting("OTC_DOORS_SEED", 20_261_129);
        var doors = DoorMap.Of(host);
        var walk = await DoorWalk.OpenAsync(host);
        var each = Math.Max(1, Setting("OTC_DOORS_REQUESTS", requests) / doors.Count);
        var (wrong, sent) = (new ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(doors.Select((door, place) => (door, place)), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (one, _) =>
        {
            var random = new Random(unchecked(seed + (one.place * 7_919)));
            var hostile = walk.HostileOf(random);
            for (var i = 0; i < each; i++)
            {
                var (fault, _) = await walk.TryAsync(one.door, random, hostile);
                Interlocked.Increment(ref sent);
                if (fault is not null)
                {
                    wrong.Add(fault);
                }
            }
        });
        Console.WriteLine($"{sent} requests over {doors.Count} doors, seed {seed}");

        Assert.True(wrong.IsEmpty,
            $"seed {seed}, {wrong.Count} of {sent}:\n{string.Join('\n', wrong.OrderBy(line => line, StringComparer.Ordinal).Take(60))}");
        host.AssertNoErrors();
        // The callers are still who they were: what was refused before its desk would have shown nothing.
        Assert.Equal(HttpStatusCode.OK, (await host.Admin.GetAsync("/api/v1/auth/users")).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_changed_without_a_2xx()
    {
        var (faults, changed) = await DoorsVerb.PartAsync(600, 26);
        Assert.Equal("", string.Join('\n', faults));
        Assert.True(changed > 0, "No request changed anything: the tables are not looked at.");
    }

    [Fact]
    public async Task Every_text_that_a_door_takes_has_a_declared_kind()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var doors = DoorMap.Of(host);

        Assert.True(doors.Count(door => door.Body is not null) > 60, "The doors' bodies are no longer found.");
        var undeclared = from body in DoorMap.Bodies(doors)
                         from field in Texts(body, [])
                         where FieldKinds.Declared(field) is null
                         select $"{body.Name}.{field}";
        Assert.Equal("", string.Join('\n', undeclared.Distinct().Order(StringComparer.Ordinal)));
        Assert.Null(FieldKinds.Declared("nobody_declared_this"));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    private static IEnumerable<string> Texts(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            yield break;
        }
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null))
        {
            var (name, kind) = (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.PropertyType);
            var inner = kind.IsGenericType && !kind.IsValueType ? kind.GetGenericArguments()[^1] : kind;
            if (inner == typeof(string))
            {
                yield return property.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name ?? name;
            }
            foreach (var below in inner.Assembly == typeof(FieldKinds).Assembly && inner.IsClass ? Texts(inner, seen) : [])
            {
                yield return below;
            }
        }
    }
}
