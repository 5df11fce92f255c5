namespace LambdaClient.FSharp

open LambdaClient

/// <summary>Lines of the function's log, with the request id of the invocation: <c>do! Log.info "accepted"</c>.</summary>
[<RequireQualifiedAccess>]
module Log =

    /// <summary>Writes a line at a level. Below the level of the log (<c>AWS_LAMBDA_LOG_LEVEL</c>) it is not written.</summary>
    val write: level: FunctionLogLevel -> message: string -> Read<unit>

    /// <summary>As <c>write</c>, with fields, which the JSON format shows as members.</summary>
    val fields: level: FunctionLogLevel -> message: string -> fields: (string * obj) list -> Read<unit>

    /// <summary>As <c>write</c>, with an error.</summary>
    val failure: level: FunctionLogLevel -> message: string -> error: LambdaError -> Read<unit>

    /// Writes a line at level TRACE.
    val trace: message: string -> Read<unit>

    /// Writes a line at level DEBUG.
    val debug: message: string -> Read<unit>

    /// Writes a line at level INFO.
    val info: message: string -> Read<unit>

    /// Writes a line at level WARN.
    val warn: message: string -> Read<unit>

    /// Writes a line at level ERROR.
    val error: message: string -> Read<unit>

    /// Writes a line at level FATAL.
    val fatal: message: string -> Read<unit>
