namespace OtcBackoffice.Domain.Errors;

/// <summary>Either a value or a refusal. Exceptions are for defects only.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly DomainError? _error;

    private Result(T? value, DomainError? error, bool isReplay)
    {
        _value = value;
        _error = error;
        IsReplay = isReplay;
    }

    /// <summary>Whether there is a value.</summary>
    public bool IsSuccess => _error is null;

    /// <summary>Whether the value is the stored answer of an earlier request with the same idempotency key.</summary>
    public bool IsReplay { get; }

    /// <summary>The value; reading it from a refusal is a defect.</summary>
    public T Value => _error is null ? _value! : throw new InvalidOperationException($"No value: {_error.Code} {_error.Message}");

    /// <summary>The refusal; reading it from a success is a defect.</summary>
    public DomainError Error => _error ?? throw new InvalidOperationException("There is no error in a success.");

    /// <summary>The same value, marked as the stored answer of an earlier request.</summary>
    public Result<T> AsReplay() => new(_value, _error, true);

    /// <summary>The value changed by <paramref name="map"/>, or the same refusal.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return _error is null ? new Result<TOther>(map(_value!), null, IsReplay) : new Result<TOther>(default, _error, IsReplay);
    }

    /// <summary>Takes the refusal out, when there is one.</summary>
    public bool Failed(out DomainError error)
    {
        error = _error!;
        return _error is not null;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null, false);

    /// <summary>The same where the value is known by an interface, which no conversion may begin with.</summary>
    public static Result<T> Of(T value) => new(value, null, false);

    /// <summary>A refusal.</summary>
    public static implicit operator Result<T>(DomainError error) => new(default, error, false);
}

/// <summary>The value of a command that has nothing to tell beyond its success.</summary>
public readonly record struct Unit
{
    /// <summary>The one value.</summary>
    public static readonly Unit Done;
}
