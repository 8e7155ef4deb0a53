using System.Text.RegularExpressions;
using OtcBackoffice.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>
/// What the files for containers, clusters and units say is what the product takes: they are grammar, name settings and health
/// addresses that exist, run as nobody special on a root that nobody writes, and pin what they fetch. No container is started.
/// </summary>
public sealed partial class DeploymentFilesTests
{
    private static readonly string[] Files = [.. Repository.Files.Where(path =>
        path is "compose.yaml" or "Dockerfile" || path.StartsWith("deploy/", StringComparison.Ordinal))];

    public static TheoryData<string> Yaml => [.. Files.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Yaml))]
    public void The_file_is_yaml(string path) => Assert.NotEmpty(Read(path).Documents);

    [Fact]
    public void Every_setting_is_one_that_the_product_reads()
    {
        var code = Repository.Files.Where(path => path.StartsWith("OtcBackoffice/", StringComparison.Ordinal)
            && path.EndsWith(".cs", StringComparison.Ordinal)).Select(Repository.Read).ToList();
        var named = Files.SelectMany(path => Setting().Matches(Repository.Read(path)).Select(found => (Path: path, Name: found.Value)))
            .Where(one => one.Name != "Section__Name").Distinct().ToList();
        Assert.True(named.Count > 10);
        Assert.All(named, one =>
        {
            var parts = one.Name.Split("__");
            Assert.True(code.Exists(text => text.Contains($"{parts[0]}:{parts[1]}", StringComparison.Ordinal)
                || (text.Contains($"Section = \"{parts[0]}\"", StringComparison.Ordinal)
                    && Regex.IsMatch(text, $@"\b{parts[1]} {{ get; (init|set); }}"))), $"{one.Path}: {one.Name} is read by nobody");
        });
    }

    [Fact]
    public void Two_nodes_a_database_a_store_a_balancer_and_a_collector_start_together()
    {
        var services = (YamlMappingNode)Root("compose.yaml")["services"];
        Assert.Equal(["balancer", "collector", "migrate", "one", "postgres", "store", "two"],
            services.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        Assert.All(services.Children.Values, one => Assert.DoesNotMatch(@"image: \S+(:latest|[^:]\s)$", one.ToString()));
        var node = (YamlMappingNode)Root("compose.yaml")["x-node"];
        Assert.Equal(("true", "[ ALL ]"), (node["read_only"].ToString(), node["cap_drop"].ToString()));
        Assert.DoesNotContain(Images(), image => !image.Contains(':', StringComparison.Ordinal) && image != "otc-backoffice"
            || image.EndsWith(":latest", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pod_is_nobody_special_and_is_asked_at_the_product_s_own_addresses()
    {
        var pod = (YamlMappingNode)Root("deploy/helm/otc-backoffice/templates/deployment.yaml")["spec"]["template"]["spec"];
        Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].ToString());
        var node = (YamlMappingNode)((YamlSequenceNode)pod["containers"])[0];
        Assert.Equal(("true", "false"),
            (node["securityContext"]["readOnlyRootFilesystem"].ToString(), node["securityContext"]["allowPrivilegeEscalation"].ToString()));
        Assert.Equal(("/health/live", "/health/live", "/health/ready"), (Path(node, "startupProbe"), Path(node, "livenessProbe"),
            Path(node, "readinessProbe")));
        // A node drains for half a minute at most, and is killed later than that.
        Assert.InRange(int.Parse(pod["terminationGracePeriodSeconds"].ToString(), System.Globalization.CultureInfo.InvariantCulture), 35,
            120);
        Assert.Contains("USER", Repository.Read("Dockerfile"), StringComparison.Ordinal);
    }

    private static string Path(YamlMappingNode container, string probe) => container[probe]["httpGet"]["path"].ToString();

    private static IEnumerable<string> Images() => ((YamlMappingNode)Root("compose.yaml")["services"]).Children.Values
        .OfType<YamlMappingNode>().Where(one => one.Children.ContainsKey("image")).Select(one => one["image"].ToString());

    private static YamlMappingNode Root(string path) => (YamlMappingNode)Read(path).Documents[0].RootNode;

    // A template's own words are no YAML: a line of them alone goes, one inside a value becomes a word.
    private static YamlStream Read(string path)
    {
        var text = Repository.Read(path);
        text = Marks().Replace(TemplateLine().Replace(text, ""), "word");
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream;
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+__[A-Z][A-Za-z0-9]+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\s*\{\{.*\}\}\s*$", RegexOptions.Multiline)]
    private static partial Regex TemplateLine();

    [GeneratedRegex(@"\{\{.*?\}\}")]
    private static partial Regex Marks();
}
