namespace LambdaClient;

public sealed partial class FunctionLog
{
    /// <summary>Writes a trace event of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Trace(string message) => Write(FunctionLogLevel.Trace, message);

    /// <summary>Writes a debug event of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Debug(string message) => Write(FunctionLogLevel.Debug, message);

    /// <summary>Writes an event of normal operation of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Info(string message) => Write(FunctionLogLevel.Info, message);

    /// <summary>Writes a warning of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Warn(string message) => Write(FunctionLogLevel.Warn, message);

    /// <summary>Writes a warning of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="exception">What went wrong.</param>
    public void Warn(string message, Exception exception) =>
        Write(FunctionLogLevel.Warn, message, Invocation.Current, exception);

    /// <summary>Writes a warning of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="error">What went wrong.</param>
    public void Warn(string message, IRuntimeApiError error) =>
        Write(FunctionLogLevel.Warn, message, Invocation.Current, error);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Error(string message) => Write(FunctionLogLevel.Error, message);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="exception">What went wrong.</param>
    public void Error(string message, Exception exception) =>
        Write(FunctionLogLevel.Error, message, Invocation.Current, exception);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/>.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="error">What went wrong.</param>
    public void Error(string message, IRuntimeApiError error) =>
        Write(FunctionLogLevel.Error, message, Invocation.Current, error);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/> that ends the function.</summary>
    /// <param name="message">What happened, for a person.</param>
    public void Fatal(string message) => Write(FunctionLogLevel.Fatal, message);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/> that ends the function.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="exception">What went wrong.</param>
    public void Fatal(string message, Exception exception) =>
        Write(FunctionLogLevel.Fatal, message, Invocation.Current, exception);

    /// <summary>Writes a failure of <see cref="Invocation.Current"/> that ends the function.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="error">What went wrong.</param>
    public void Fatal(string message, IRuntimeApiError error) =>
        Write(FunctionLogLevel.Fatal, message, Invocation.Current, error);
}
