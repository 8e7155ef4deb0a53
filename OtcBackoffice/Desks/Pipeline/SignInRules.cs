using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>What a session must have shown before a command is heard. Credentials and jobs are not sessions and pass.</summary>
internal static class SignInRules
{
    /// <summary>Why the session is not enough, or null.</summary>
    public static DomainError? Refusal(ActorStanding actor, DeskCommand command, DeskSettings settings, DateTime now)
    {
        if (actor.Actor.Kind != ActorKind.Person || command.IsOwnAccount && !command.NeedsFreshSignIn)
        {
            return null;
        }
        if (!command.IsOwnAccount && MustEnrol(actor, settings))
        {
            return new DomainError(ErrorCode.SecondFactorRequired, "Set up a second factor on your account page first.");
        }
        var isFresh = actor.FreshAtUtc is { } fresh && fresh.AddMinutes(settings.StepUpMinutes) > now;
        return command.NeedsFreshSignIn && !isFresh
            ? new DomainError(ErrorCode.StepUpRequired, "Confirm that it is you: your last sign-in is too long ago for this.")
            : null;
    }

    /// <summary>Whether the person may do nothing yet but set up a second factor.</summary>
    public static bool MustEnrol(ActorStanding actor, DeskSettings settings) =>
        actor.Actor.Kind == ActorKind.Person && settings.RequireSecondFactorForStaff && actor.Roles.IsStaff && !actor.HasSecondFactor;
}
