namespace LambdaClient.FSharp

open System.Collections.Generic
open LambdaClient
open LambdaClient.FSharp

[<RequireQualifiedAccess>]
module Log =

    let private line level message (error: IRuntimeApiError | null) (fields: KeyValuePair<string, obj>[]) : Read<unit> =
        fun context ->
            let invocation =
                match context.Invocation with
                | ValueSome invocation -> invocation
                | ValueNone -> Invocation()

            Ok(context.Log.Write(level, message, invocation, error, fields))

    let write level message = line level message null [||]

    let fields level message (fields: (string * obj) list) =
        line level message null [| for name, value in fields -> KeyValuePair(name, value) |]

    let failure level message (error: LambdaError) = line level message error [||]

    let trace message = write FunctionLogLevel.Trace message
    let debug message = write FunctionLogLevel.Debug message
    let info message = write FunctionLogLevel.Info message
    let warn message = write FunctionLogLevel.Warn message
    let error message = write FunctionLogLevel.Error message
    let fatal message = write FunctionLogLevel.Fatal message
