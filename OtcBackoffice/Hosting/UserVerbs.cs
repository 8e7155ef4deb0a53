using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Hosting;

/// <summary>The verb <c>user</c>: what an operator can do about people without the console's pages, and without a second person.</summary>
internal static class UserVerbs
{
    /// <summary>Runs the verb, or answers null when the words make no command.</summary>
    public static async Task<int?> RunAsync(IServiceProvider services, string[] words)
    {
        var desk = services.GetRequiredService<PeopleDesk>();
        // The account of the operating system is the only name that an operator has here.
        var cause = $"console:{Environment.UserName}:{Guid.NewGuid():N}";
        switch (words)
        {
            case ["add", var email, var name, var roles, .. var rest] when rest.Length < 2:
                var added = Done(await desk.AddAtConsoleAsync(new Invitation(email, name, Split(roles), null), rest.FirstOrDefault(), cause,
                    CancellationToken.None));
                return Say(added.Password is { } password ? $"Added {email}. Password: {password}" : $"Added {email}.");
            case ["disable", var email]:
                Done(await desk.DisableAtConsoleAsync(email, cause, CancellationToken.None));
                return Say($"Disabled {email}.");
            case ["roles", var email, var roles]:
                var changed = Done(await desk.ChangeRolesAtConsoleAsync(email, Split(roles), cause, CancellationToken.None));
                return Say($"{email} is now {string.Join(", ", changed.Roles)}.");
            default:
                return null;
        }
    }

    private static T Done<T>(Result<T> result) =>
        result.Failed(out var refused) ? throw new CommandException(refused.Message) : result.Value;

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static int Say(string sentence)
    {
        Console.WriteLine(sentence);
        return 0;
    }
}
