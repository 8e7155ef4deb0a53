using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Hosting;

/// <summary>A body that could not be read, for the filter that answers it.</summary>
internal interface IReadBody
{
    /// <summary>What is wrong with it, or null.</summary>
    DomainError? Fault { get; }
}

/// <summary>The JSON body of a sandbox route, read as strictly as every other and refused with a sentence, never with a defect.</summary>
internal sealed class SandboxBody<T> : IReadBody
    where T : class
{
    private static readonly JsonSerializerOptions Reading = Sealed();

    private readonly T? _value;

    private SandboxBody(T? value, DomainError? fault) => (_value, Fault) = (value, fault);

    /// <summary>What it says; only asked for when nothing is wrong.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body could not be read.");

    /// <inheritdoc/>
    public DomainError? Fault { get; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<SandboxBody<T>?> BindAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var read = await RequestBody.ReadAsync<T>(http, Reading, http.RequestAborted);
        return read.Failed(out var fault) ? new SandboxBody<T>(null, fault) : new SandboxBody<T>(read.Value.Value, null);
    }

    private static JsonSerializerOptions Sealed()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { MaxDepth = ApiJson.DepthMax,
            AllowDuplicateProperties = false };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>How every sandbox route says no to a body or a number that it cannot take.</summary>
internal static class SandboxRefusals
{
    /// <summary>Answers an unreadable body, and an amount that no book can hold.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.Arguments.OfType<IReadBody>().Select(body => body.Fault).FirstOrDefault(fault => fault is not null) is { } wrong)
        {
            return ProblemDialect.Problem(wrong);
        }
        try
        {
            return await next(context);
        }
        catch (OverflowException)
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.InvalidAmount, "The amount is larger than the simulated books can hold."));
        }
    }
}
