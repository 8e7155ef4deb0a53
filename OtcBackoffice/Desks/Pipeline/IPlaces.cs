using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// A kind of record that can be made and taken back inside the command of another room: the platform's orders are such records,
/// and a desk never writes through another one. The whole of the kind's own rules, journal and trail is in the two methods.
/// </summary>
/// <typeparam name="TAsk">What is asked for.</typeparam>
/// <typeparam name="TRecord">What is made.</typeparam>
public interface IPlaces<in TAsk, TRecord>
    where TRecord : class, IRecord
{
    /// <summary>Makes a record for the actor's merchant.</summary>
    Task<Result<TRecord>> PlaceAsync(DeskWork work, TAsk ask, CancellationToken cancellation);

    /// <summary>The customer takes one back while its lifecycle lets it (specification 000, cancel).</summary>
    Task<Result<TRecord>> TakeBackAsync(DeskWork work, Guid id, CancellationToken cancellation);
}
