using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Asks the person to prove anew who they are when the desk says that a command needs it, then sends the same command again.
/// One per circuit; the sheet that asks is part of the layout.
/// </summary>
public sealed class StepUp
{
    private TaskCompletionSource<bool>? _asking;

    /// <summary>Raised when the sheet is to open or close.</summary>
    public event Action? Changed;

    /// <summary>Whether the sheet is open.</summary>
    public bool IsAsking => _asking is not null;

    /// <summary>Runs a command, and once more each time the person has proved who they are; their refusal leaves the desk's
    /// refusal.</summary>
    public async Task<Result<T>> RunAsync<T>(Func<Task<Result<T>>> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var outcome = await command();
        while (outcome.Failed(out var refused) && refused.Code == ErrorCode.StepUpRequired && await AskAsync())
        {
            outcome = await command();
        }
        return outcome;
    }

    /// <summary>Closes the sheet.</summary>
    /// <param name="isProved">Whether the person did it.</param>
    public void Close(bool isProved)
    {
        var asking = _asking;
        _asking = null;
        Changed?.Invoke();
        asking?.TrySetResult(isProved);
    }

    private Task<bool> AskAsync()
    {
        _asking?.TrySetResult(false);
        _asking = new TaskCompletionSource<bool>();
        Changed?.Invoke();
        return _asking.Task;
    }
}
