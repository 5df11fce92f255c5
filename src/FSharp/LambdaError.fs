namespace LambdaClient.FSharp

open System
open LambdaClient

type DecodeError =
    {
        Path: string
        Type: string
        Line: int64
        Column: int64
        Detail: string
    }

/// The names of types as they stand in F# source.
module internal TypeName =

    let private withoutArity (name: string) =
        match name.IndexOf '`' with
        | -1 -> name
        | i -> name.Substring(0, i)

    /// The name with its namespace and modules: Shop.Orders.NoSuchCustomer.
    let rec full (ty: Type) =
        let own = withoutArity ty.Name

        match ty.DeclaringType, ty.Namespace with
        | null, null -> own
        | null, space -> $"{space}.{own}"
        | declaring, _ -> $"{full declaring}.{own}"

    /// As a person writes it, without namespace: Person, Person list.
    let rec shown (ty: Type) =
        if ty.IsGenericType then
            let arguments = ty.GetGenericArguments() |> Array.map shown |> String.concat ", "
            $"{withoutArity ty.Name}<{arguments}>"
        else
            withoutArity ty.Name

module internal Reports =

    /// Core's report of an exception, under its F# name unless the exception reports itself.
    let ofException (raised: exn) =
        match box raised with
        // Core asks an exception once only, and may be asking one around this.
        | :? IRuntimeApiError as own ->
            try
                own.ToResponse()
            with _ ->
                FunctionError.FromException raised
        | _ ->
            let report = FunctionError.FromException raised

            FunctionError(
                TypeName.full (raised.GetType()),
                report.Message,
                report.StackTrace,
                InnerExceptions = report.InnerExceptions,
                Cause = report.Cause,
                Json = report.Json
            )

    let ofDecodeError (error: DecodeError) =
        FunctionError("DecodeError", $"{error.Path} (line {error.Line}, byte {error.Column}) {error.Detail}")

[<RequireQualifiedAccess; NoComparison>]
type LambdaError =
    | Failed of errorType: string * message: string
    | Undecodable of DecodeError
    | Raised of exn
    | Reported of FunctionError

    interface IRuntimeApiError with
        member this.ToResponse() =
            match this with
            | Failed(errorType, message) -> FunctionError(errorType, message)
            | Undecodable error -> Reports.ofDecodeError error
            | Raised raised -> Reports.ofException raised
            | Reported report -> report

[<RequireQualifiedAccess>]
module LambdaError =

    let create errorType message = LambdaError.Failed(errorType, message)

    let ofError (error: #IRuntimeApiError) =
        match box error with
        | null -> create "" "the handler failed without saying why"
        | :? LambdaError as failure -> failure
        | _ -> LambdaError.Reported(error.ToResponse())

    let toFunctionError (failure: LambdaError) =
        (failure :> IRuntimeApiError).ToResponse()

type internal NamedException(raised: exn) =
    inherit Exception(raised.Message, raised)

    interface IRuntimeApiError with
        member _.ToResponse() =
            LambdaError.toFunctionError (LambdaError.Raised raised)
