using LambdaClient.Transports;

namespace LambdaClient.Http;

/// <summary>Why a request has no reply.</summary>
/// <param name="Code">What happened.</param>
/// <param name="Delivery">What became of the request.</param>
/// <param name="Io">What the transport said; <c>default</c> where the reply was refused.</param>
/// <param name="Reason">What exactly was refused, or null.</param>
internal sealed record ExchangeFailure(ErrorCode Code, Delivery Delivery, IoResult Io = default, string? Reason = null);
