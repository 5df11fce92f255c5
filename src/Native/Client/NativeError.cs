using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind an error handle: the error's facts as a C caller reads them.</summary>
internal sealed class NativeError
{
    private readonly byte[] _name;
    private readonly byte[] _message;
    private readonly byte[] _serviceType;
    private readonly byte[] _serviceMessage;

    public NativeError(ApiError error)
    {
        var (status, type, message) = error switch
        {
            ApiError.Rejected rejected => (rejected.Status, rejected.ErrorType, rejected.ErrorMessage),
            ApiError.Server server => (server.Status, server.ErrorType, server.ErrorMessage),
            _ => (0, null, null),
        };
        _name = Text.Pin(error.Name);
        _message = Text.Pin(error.Message);
        _serviceType = Text.Pin(type);
        _serviceMessage = Text.Pin(message);
        Info = new ErrorInfo
        {
            Code = (int)error.Code,
            Category = (uint)error.Category,
            Delivery = (uint)error.Delivery,
            IsFatal = error.IsFatal ? 1u : 0,
            HttpStatus = (uint)status,
            SystemError = error is ApiError.Transport transport ? transport.SystemError : 0,
            Name = Text.ViewOf(_name),
            Message = Text.ViewOf(_message),
            ServiceErrorType = Text.ViewOf(_serviceType),
            ServiceErrorMessage = Text.ViewOf(_serviceMessage),
        };
    }

    public ErrorInfo Info { get; }
}
