using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>A request to the policy as it is kept with its decision.</summary>
internal sealed record DecisionFacts(
    ApprovalOperation Operation, Guid ActorId, IReadOnlyList<string> Roles, long OfficerCapUsdCents, long FourEyesUsdCents,
    long? NotionalUsdCents, long? RollingUsdCents,
    IReadOnlyList<CaseActor> Parts, EvidenceFacts? Evidence = null)
{
    public static string Write(ApprovalRequest request) => JsonSerializer.Serialize(
        new DecisionFacts(request.Operation, request.ActorId, request.Roles.ToNames(), request.Limits.OfficerCapUsdCents,
            request.Limits.FourEyesUsdCents,
            request.NotionalUsdCents, request.RollingUsdCents, request.Parts, request.Evidence),
        DeskJson.Options);

    public static ApprovalRequest Read(string json)
    {
        var facts = JsonSerializer.Deserialize<DecisionFacts>(json, DeskJson.Options)!;
        return new ApprovalRequest(facts.Operation, facts.ActorId, RoleSet.FromNames(facts.Roles),
            new PolicyLimits(facts.OfficerCapUsdCents, facts.FourEyesUsdCents))
        {
            NotionalUsdCents = facts.NotionalUsdCents,
            RollingUsdCents = facts.RollingUsdCents,
            Parts = facts.Parts,
            Evidence = facts.Evidence,
        };
    }
}
