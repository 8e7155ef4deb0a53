using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Architecture;

public sealed class FolderRulesTests
{
    [Fact]
    public void Every_room_uses_only_the_rooms_it_may()
    {
        Violation.AssertNone(Sources.Product.SelectMany(FolderRules.ForbiddenUses));
    }

    [Fact]
    public void No_desk_works_through_another_desk()
    {
        var desks = FolderRules.DesksDeclaredIn(Sources.Product);

        Violation.AssertNone(Sources.Product.Where(file => file.IsCSharp).SelectMany(file => FolderRules.DeskUsesDesk(file, desks)));
    }

    [Fact]
    public void Namespaces_repeat_the_folders()
    {
        Violation.AssertNone(Sources.CSharp.SelectMany(FolderRules.NamespaceIsFolder));
    }

    [Fact]
    public void No_global_using_opens_a_room_to_all()
    {
        var projects = Sources.All.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            || file.Path.EndsWith(".props", StringComparison.Ordinal));

        Violation.AssertNone(Sources.Product.Where(file => file.IsCSharp).SelectMany(FolderRules.GlobalUsings));
        Assert.DoesNotContain(projects, file => file.Text.Contains("<Using Include=\"OtcBackoffice", StringComparison.Ordinal));
    }

    [Fact]
    public void The_host_consists_of_the_known_rooms_only()
    {
        var folders = Repository.Files.Where(path => path.StartsWith("OtcBackoffice/", StringComparison.Ordinal)
            && path.Split('/').Length > 2)
            .Select(path => path.Split('/')[1]).Distinct().Except(["build", "npm", "Properties"]);

        Assert.DoesNotContain(folders, folder => !Rooms.IsRoom(folder));
    }

    [Theory]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "using OtcBackoffice.Data;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "using OtcBackoffice.Components.Shared;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "using OtcBackoffice.Api.Exchange;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "using Row = OtcBackoffice.Data.Records.OutboxRow;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "using static OtcBackoffice.Integrations.Sandbox.Chain;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "class X { global::OtcBackoffice.Data.Records.OutboxRow? _row; }")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "class X { object O => new OtcBackoffice.Data.BackofficeDbContext(); }")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "class X { Data.Records.OutboxRow? _row; }")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "class X { string N => Data.BackofficeDbContext.Name; }")]
    [InlineData("OtcBackoffice/Components/Deposits/X.razor", "@using OtcBackoffice.Data")]
    [InlineData("OtcBackoffice/Components/Deposits/X.razor", "@inject Data.BackofficeDbContext Context")]
    [InlineData("OtcBackoffice/Components/Deposits/X.razor.cs", "using OtcBackoffice.Api.Shared;")]
    [InlineData("OtcBackoffice/Desks/Deposits/X.cs", "using OtcBackoffice.Security;")]
    [InlineData("OtcBackoffice/Data/X.cs", "using OtcBackoffice.Desks;")]
    [InlineData("OtcBackoffice/Integrations/Sandbox/X.cs", "using OtcBackoffice.Desks.Deposits;")]
    [InlineData("OtcBackoffice/Jobs/X.cs", "using OtcBackoffice.Data;")]
    [InlineData("OtcBackoffice/Security/X.cs", "using OtcBackoffice.Domain.Deposits;")]
    [InlineData("OtcBackoffice/Desks/Deposits/X.cs", "using OtcBackoffice.Hosting;")]
    [InlineData("OtcBackoffice.Domain/Deposits/X.cs", "using OtcBackoffice.Data;")]
    public void A_forbidden_use_is_found(string path, string text)
    {
        Assert.NotEmpty(FolderRules.ForbiddenUses(new SourceFile(path, text)));
    }

    [Theory]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs",
        "using OtcBackoffice.Api.Shared; using OtcBackoffice.Desks.Deposits; using OtcBackoffice.Domain.Monetary;")]
    [InlineData("OtcBackoffice/Api/Gateway/X.cs", "class X { object? O => Exception.Data; int N => Data.Length; }")]
    [InlineData("OtcBackoffice/Components/Deposits/X.razor", "@using OtcBackoffice.Desks.Deposits\n@using OtcBackoffice.Components.Shared")]
    [InlineData("OtcBackoffice/Integrations/Sandbox/X.cs", "using OtcBackoffice.Desks.Ports;")]
    [InlineData("OtcBackoffice/Jobs/X.cs", "using OtcBackoffice.Data.Records;")]
    [InlineData("OtcBackoffice/Hosting/X.cs", "using OtcBackoffice.Data; using OtcBackoffice.Jobs;")]
    [InlineData("OtcBackoffice/Program.cs", "using OtcBackoffice.Hosting;")]
    [InlineData("OtcBackoffice.Domain/Deposits/X.cs", "using System.Text; using OtcBackoffice.Domain.Monetary;")]
    [InlineData("OtcBackoffice/Data/X.cs", "// Desks.Deposits.DepositDesk writes these rows.")]
    public void An_allowed_use_is_left_alone(string path, string text)
    {
        Assert.Empty(FolderRules.ForbiddenUses(new SourceFile(path, text)));
    }

    [Fact]
    public void A_desk_that_calls_another_desk_is_found()
    {
        var deposits = new SourceFile("OtcBackoffice/Desks/Deposits/DepositDesk.cs", "class DepositDesk { }");
        var treasury = new SourceFile("OtcBackoffice/Desks/Treasury/TreasuryDesk.cs", "class TreasuryDesk(DepositDesk deposits) { }");
        var desks = FolderRules.DesksDeclaredIn([deposits, treasury]);

        Assert.Empty(FolderRules.DeskUsesDesk(deposits, desks));
        Assert.Single(FolderRules.DeskUsesDesk(treasury, desks));
    }

    [Theory]
    [InlineData("namespace OtcBackoffice.Desks.Deposit;")]
    [InlineData("namespace OtcBackoffice.Desks.Deposits { }")]
    public void A_namespace_beside_its_folder_is_found(string text)
    {
        Assert.NotEmpty(FolderRules.NamespaceIsFolder(new SourceFile("OtcBackoffice/Desks/Deposits/X.cs", text)));
    }

    [Fact]
    public void A_global_using_is_found()
    {
        Assert.NotEmpty(FolderRules.GlobalUsings(new SourceFile("OtcBackoffice/Desks/X.cs", "global using OtcBackoffice.Data;")));
        Assert.Empty(FolderRules.GlobalUsings(new SourceFile("OtcBackoffice/Desks/X.cs", "using OtcBackoffice.Data;")));
    }
}
