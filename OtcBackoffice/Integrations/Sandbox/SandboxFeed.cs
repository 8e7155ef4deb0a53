using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// One stream of the world that nodes share, as far as this node has followed it. Whoever changes something has followed everything before
/// it, so all nodes see one world in one order.
/// </summary>
internal sealed class SandboxFeed(ISandboxShelf shelf, string stream, Action<string> follow, Action? forget = null)
{
    private readonly Lock _gate = new();
    private long _known;

    /// <summary>Takes in what was written elsewhere.</summary>
    /// <exception cref="System.Data.Common.DbException">The shelf cannot be reached.</exception>
    public void Follow()
    {
        lock (_gate)
        {
            Take(shelf.After(stream, _known));
        }
    }

    /// <summary>Takes in what was written elsewhere, and appends what is handed on.</summary>
    /// <exception cref="System.Data.Common.DbException">The shelf cannot be reached.</exception>
    public TAnswer Change<TAnswer>(Func<Action<string>, TAnswer> change)
    {
        lock (_gate)
        {
            var isWritten = false;
            try
            {
                return shelf.Alone(stream, pen =>
                {
                    Take(pen.After(_known));
                    return change(line =>
                    {
                        isWritten = true;
                        pen.Append(_known + 1, line);
                        Take([line]);
                    });
                });
            }
            catch when (isWritten)
            {
                // It may or may not stand on the shelf: everything is read anew, so that no number is used twice or skipped.
                _known = 0;
                forget?.Invoke();
                throw;
            }
        }
    }

    /// <summary>Appends one line; it is followed once it stands on the shelf, and not before.</summary>
    /// <exception cref="System.Data.Common.DbException">The shelf cannot be reached.</exception>
    public void Append(string line)
    {
        lock (_gate)
        {
            shelf.Alone(stream, pen =>
            {
                Take(pen.After(_known));
                pen.Append(_known + 1, line);
                return line;
            });
            Take([line]);
        }
    }

    private void Take(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            follow(line);
            _known++;
        }
    }
}
