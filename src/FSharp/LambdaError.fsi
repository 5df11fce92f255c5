namespace LambdaClient.FSharp

open System
open LambdaClient

/// <summary>Why JSON did not become a value: where in the document, and what was wrong there.</summary>
type DecodeError =
    {
        /// The JSON path of the place, such as <c>$.items[2].name</c>; <c>$</c> is the whole document. In an event of megabytes it may be
        /// that of the part around the place, which would take too long to find.
        Path: string
        /// The F# name of the type that was asked for.
        Type: string
        /// The line of the place, from 1.
        Line: int64
        /// The byte in that line, from 1.
        Column: int64
        /// What was wrong, for a person.
        Detail: string
    }

/// The names of types as they stand in F# source.
module internal TypeName =

    /// With namespace and modules: Shop.Orders.NoSuchCustomer.
    val full: ty: Type -> string

    /// As a person writes it, without namespace: Map<String, Person>.
    val shown: ty: Type -> string

/// <summary>Why a handler has no answer. A failure is a value: it ends a <c>lambda { }</c> without an exception.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
[<RequireQualifiedAccess; NoComparison>]
type LambdaError =
    /// The function's own failure: a short type name, such as <c>InvalidNameError</c>, and a message for a person.
    | Failed of errorType: string * message: string
    /// The event, or what a handler decoded, is not the JSON that was asked for.
    | Undecodable of DecodeError
    /// An exception that was caught and made a value (<see cref="M:LambdaClient.FSharp.MiddlewareModule.catch"/>).
    | Raised of exn
    /// A whole report, with stack trace, causes or JSON of its own.
    | Reported of FunctionError

    interface IRuntimeApiError

/// <summary>Functions on failures.</summary>
[<RequireQualifiedAccess>]
module LambdaError =

    /// <summary>A failure with a type and a message.</summary>
    /// <param name="errorType">A short name, such as <c>InvalidNameError</c>; empty becomes <c>Error</c>.</param>
    /// <param name="message">What happened, for a person.</param>
    val create: errorType: string -> message: string -> LambdaError

    /// <summary>The failure that any error makes which says how it is reported; a failure stays as it is.</summary>
    val ofError: error: #IRuntimeApiError -> LambdaError

    /// <summary>What the caller of the function sees.</summary>
    /// <remarks>
    /// An exception is reported with its F# type name (<c>Program.NoSuchCustomer</c>), its message, its stack trace and what
    /// caused it; a decode error has the type <c>DecodeError</c>, and its message names the path.
    /// </remarks>
    val toFunctionError: failure: LambdaError -> FunctionError

/// Carries an exception to Core, which reports it, under its F# name.
type internal NamedException =
    inherit Exception

    new: raised: exn -> NamedException

    interface IRuntimeApiError
