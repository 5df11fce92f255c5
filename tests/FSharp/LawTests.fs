/// The monad laws, up to what can be observed: the outcome and the effects in their order.
module LambdaClient.FSharp.Tests.LawTests

open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open LambdaClient.FSharp
open LambdaClient.FSharp.Tests.Contexts

/// A computation as FsCheck makes it: what it does, and how it ends.
type Step =
    {
        Effect: int
        Waits: bool
        Ends: Result<int, string> option
    }

let private computationOf (trace: List<string>) (step: Step) (input: int) : Lambda<int> =
    lambda {
        trace.Add $"{step.Effect} of {input}"

        if step.Waits then
            do! later ()

        match step.Ends with
        | Some(Ok value) -> return value + input
        | Some(Error name) -> return! Lambda.fail name "as told"
        | None -> return failwith $"raised after {step.Effect}"
    }

let private observe (make: List<string> -> Lambda<int>) =
    let trace = List<string>()
    let seen = see (contextOf "") (make trace)
    seen, List.ofSeq trace

let private same left right = observe left = observe right

[<Property(MaxTest = 300)>]
let ``left identity`` (x: int) (f: Step) =
    same
        (fun trace ->
            lambda {
                let! y = lambda { return x }
                return! computationOf trace f y
            })
        (fun trace -> computationOf trace f x)

[<Property(MaxTest = 300)>]
let ``right identity`` (x: int) (m: Step) =
    same
        (fun trace ->
            lambda {
                let! y = computationOf trace m x
                return y
            })
        (fun trace -> computationOf trace m x)

[<Property(MaxTest = 300)>]
let associativity (x: int) (m: Step) (f: Step) (g: Step) =
    same
        (fun trace ->
            lambda {
                let! z =
                    lambda {
                        let! y = computationOf trace m x
                        return! computationOf trace f y
                    }

                return! computationOf trace g z
            })
        (fun trace ->
            lambda {
                let! y = computationOf trace m x

                return!
                    lambda {
                        let! z = computationOf trace f y
                        return! computationOf trace g z
                    }
            })

[<Property(MaxTest = 300)>]
let ``map and bind are what the builder does`` (x: int) (m: Step) (f: Step) =
    same (fun trace -> computationOf trace m x |> Lambda.bind (computationOf trace f)) (fun trace ->
        lambda {
            let! y = computationOf trace m x
            return! computationOf trace f y
        })
    && same (fun trace -> computationOf trace m x |> Lambda.map ((*) 2)) (fun trace ->
        lambda {
            let! y = computationOf trace m x
            return y * 2
        })
