using System.Runtime.InteropServices;
using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>Why a call of the client failed: one of the nested cases, each with the facts of its kind.</summary>
/// <remarks>
/// Immutable; safe on any thread. The set of cases is closed: nobody else can derive from this type, so a
/// <c>switch</c> over the nested records is complete. Everything the seed crate asks of an error is answered by
/// <see cref="IsRecoverable"/>.
/// </remarks>
public abstract record ApiError : IRuntimeApiError
{
    private ApiError(ErrorCode code, string facts, Delivery delivery, string? nextStep = null)
    {
        Code = code;
        Delivery = delivery;
        var row = ErrorTable.Describe(code);
        Message = $"{row.Name}: {facts}; {nextStep ?? row.NextStep}";
    }

    /// <summary>The error of <c>default(Result&lt;T, ApiError&gt;)</c>.</summary>
    public static ApiError Uninitialized { get; } =
        new State(ErrorCode.ResultUninitialized, ErrorTable.Describe(ErrorCode.ResultUninitialized).Summary);

    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; }

    /// <summary>The code's name in lower case, such as <c>connect_refused</c>.</summary>
    public string Name => ErrorTable.Describe(Code).Name;

    /// <summary>The code's category.</summary>
    public ErrorCategory Category => ErrorTable.Describe(Code).Category;

    /// <summary>One sentence: the code's name, the thing and its value cut to a sane length, and the next step.</summary>
    public string Message { get; }

    /// <summary>What became of the request.</summary>
    public Delivery Delivery { get; }

    /// <summary>Whether the runtime has to stop: report, close the client and exit with a status other than 0.</summary>
    public bool IsFatal => ErrorTable.Describe(Code).IsFatal;

    /// <summary>Whether the runtime can go on with the next call; the opposite of <see cref="IsFatal"/>.</summary>
    public bool IsRecoverable => !IsFatal;

    /// <summary>The report to send where a client error has to become a function error: type <c>Runtime.ApiError</c>.</summary>
    public FunctionError ToResponse() => new("Runtime.ApiError", Message);

    /// <summary>The same as <see cref="Message"/>.</summary>
    public sealed override string ToString() => Message;

    /// <summary>An argument or option that cannot be used.</summary>
    public sealed record Usage : ApiError
    {
        internal Usage(ErrorCode code, string argument, string? value)
            : base(code, Facts(code, argument, value), Delivery.NotSent)
        {
            Argument = argument;
        }

        /// <summary>The name of the argument or option.</summary>
        public string Argument { get; }
    }

    /// <summary>A setting of the environment that is missing or cannot be used.</summary>
    public sealed record Environment : ApiError
    {
        internal Environment(ErrorCode code, string setting, string? value)
            : base(code, Facts(code, value is null ? $"{setting} is not set" : setting, value), Delivery.NotSent)
        {
            Setting = setting;
        }

        /// <summary>The name of the environment variable or option.</summary>
        public string Setting { get; }
    }

    /// <summary>A connection that could not be made or broke.</summary>
    public sealed record Transport : ApiError
    {
        internal Transport(ErrorCode code, Operation operation, string endpoint, int systemError, Delivery delivery)
            : base(
                code,
                Facts(code, operation, endpoint, systemError),
                delivery,
                systemError < 0
                    ? "correct the host name, or check the name service"
                    : ErrorTable.StepAfter(code, operation, delivery)
            )
        {
            Operation = operation;
            SystemError = systemError;
        }

        /// <summary>The call during which it happened.</summary>
        public Operation Operation { get; }

        /// <summary>
        /// The operating system's error number (<c>errno</c>); less than 0 for the resolver's (<c>EAI_…</c>); 0 where there is none.
        /// </summary>
        public int SystemError { get; }

        private static string Facts(ErrorCode code, Operation operation, string endpoint, int systemError)
        {
            if (systemError < 0)
            {
                var host = endpoint[..endpoint.LastIndexOf(':')];
                var name = Resolver.NameOf(systemError);
                return $"the host name {Excerpt.Quoted(host)} could not be resolved ({name}; {operation} at {endpoint})";
            }

            var number =
                systemError == 0 ? "" : $", errno {systemError}: {Marshal.GetPInvokeErrorMessage(systemError)}";
            return $"{ErrorTable.Describe(code).Summary} ({operation} at {endpoint}{number})";
        }
    }

    /// <summary>An answer that is not a well-formed Runtime API response. Its bytes are never handed on.</summary>
    public sealed record Protocol : ApiError
    {
        internal Protocol(ErrorCode code, Operation operation, string detail, Delivery delivery)
            : base(code, $"{ErrorTable.Describe(code).Summary} ({operation}: {detail})", delivery)
        {
            Operation = operation;
            Detail = detail;
        }

        /// <summary>The call that was answered so.</summary>
        public Operation Operation { get; }

        /// <summary>What exactly was refused.</summary>
        public string Detail { get; }
    }

    /// <summary>The service refused the request: a status from 400 to 499.</summary>
    public sealed record Rejected : ApiError
    {
        internal Rejected(ErrorCode code, Operation operation, int status, string? errorType, string? errorMessage)
            : base(code, Facts(code, operation, status, errorType, errorMessage), Delivery.Sent)
        {
            Operation = operation;
            Status = status;
            ErrorType = errorType;
            ErrorMessage = errorMessage;
        }

        /// <summary>The call that was refused.</summary>
        public Operation Operation { get; }

        /// <summary>The HTTP status.</summary>
        public int Status { get; }

        /// <summary>The service's <c>errorType</c>, or null where the body has none.</summary>
        public string? ErrorType { get; }

        /// <summary>The service's <c>errorMessage</c>, or null where the body has none.</summary>
        public string? ErrorMessage { get; }
    }

    /// <summary>The service failed: a status from 500 to 599.</summary>
    public sealed record Server : ApiError
    {
        internal Server(ErrorCode code, Operation operation, int status, string? errorType, string? errorMessage)
            : base(code, Facts(code, operation, status, errorType, errorMessage), Delivery.Sent)
        {
            Operation = operation;
            Status = status;
            ErrorType = errorType;
            ErrorMessage = errorMessage;
        }

        /// <summary>The call during which it failed.</summary>
        public Operation Operation { get; }

        /// <summary>The HTTP status.</summary>
        public int Status { get; }

        /// <summary>The service's <c>errorType</c>, or null where the body has none.</summary>
        public string? ErrorType { get; }

        /// <summary>The service's <c>errorMessage</c>, or null where the body has none.</summary>
        public string? ErrorMessage { get; }
    }

    /// <summary>A call that is not legal now. Nothing was sent.</summary>
    public sealed record State : ApiError
    {
        internal State(ErrorCode code, string facts)
            : base(code, facts, Delivery.NotSent) { }

        internal State(ErrorCode code)
            : base(code, ErrorTable.Describe(code).Summary, Delivery.NotSent) { }
    }

    /// <summary>A declared limit that was passed.</summary>
    public sealed record Limit : ApiError
    {
        internal Limit(ErrorCode code, Operation operation, string detail, Delivery delivery)
            : base(code, $"{ErrorTable.Describe(code).Summary} ({operation}: {detail})", delivery)
        {
            Operation = operation;
            Detail = detail;
        }

        /// <summary>The call whose answer passed it.</summary>
        public Operation Operation { get; }

        /// <summary>Which limit, and by what.</summary>
        public string Detail { get; }
    }

    /// <summary>The caller cancelled the call.</summary>
    public sealed record Cancelled : ApiError
    {
        internal Cancelled(Operation operation, Delivery delivery)
            : base(ErrorCode.Cancelled, $"{operation} was cancelled", delivery)
        {
            Operation = operation;
        }

        /// <summary>The call that was cancelled.</summary>
        public Operation Operation { get; }
    }

    /// <summary>A failure of the library itself.</summary>
    public sealed record Internal : ApiError
    {
        internal Internal(ErrorCode code, string detail)
            : base(code, $"{ErrorTable.Describe(code).Summary} ({Excerpt.Of(detail)})", Delivery.Unknown)
        {
            Detail = detail;
        }

        /// <summary>The exception's type and message.</summary>
        public string Detail { get; }
    }

    private static string Facts(ErrorCode code, string name, string? value)
    {
        var shown = value is null ? "" : $" is {Excerpt.Quoted(value)}";
        return $"{ErrorTable.Describe(code).Summary} ({name}{shown})";
    }

    private static string Facts(ErrorCode code, Operation operation, int status, string? type, string? message)
    {
        var said = (type, message) switch
        {
            (null, null) => "",
            (_, null) => $", {Excerpt.Of(type)}",
            (null, _) => $", {Excerpt.Of(message)}",
            _ => $", {Excerpt.Of(type)}: {Excerpt.Of(message)}",
        };
        return $"{ErrorTable.Describe(code).Summary} ({operation} got status {status}{said})";
    }
}
