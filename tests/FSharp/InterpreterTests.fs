/// Random programs do what a naive interpreter, without tasks and builders, says they do: the order of effects, disposal,
/// exceptions, failures and cancellation.
module LambdaClient.FSharp.Tests.InterpreterTests

// The last interpreter calls the builder's methods by hand, to run what the compiler makes of them where there is no state machine.
#nowarn "3511" "3513"

open System
open System.Collections.Generic
open System.Threading
open System.Threading.Tasks
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open LambdaClient.FSharp
open LambdaClient.FSharp.Builder
open LambdaClient.FSharp.Tests.Contexts

type Wait =
    | NotAtAll
    | OnTask
    | OnValueTask
    | OnAsync

type Program =
    | Give of int
    | Effect of int
    | Fail of int
    | Raise of int
    | Wait of Wait
    | Then of Program * Program
    | TryWith of Program * Program
    | TryFinally of Program * int
    | Use of int * Program
    | UseAsync of int * Program
    | For of int * Program
    | While of int * Program
    | Both of Program * Program
    /// Ends the token, from outside.
    | Cancel
    /// Looks at the token, as cancellable code does.
    | Check

exception Boom of int with
    override this.Message = $"boom {this.Data0}"

let private join x y = x * 31 + y

/// What the language would do if nothing ever had to wait.
let rec private naive (source: CancellationTokenSource) (trace: List<string>) program : Result<int, int> =
    let run = naive source trace

    match program with
    | Give n -> Ok n
    | Effect n ->
        trace.Add $"effect {n}"
        Ok n
    | Fail n -> Error n
    | Raise n -> raise (Boom n)
    | Wait _ -> Ok 1
    | Then(a, b) -> run a |> Result.bind (fun x -> run b |> Result.map (join x))
    | TryWith(a, b) ->
        try
            run a
        with Boom n ->
            trace.Add $"caught {n}"
            run b
    | TryFinally(a, n) ->
        try
            run a
        finally
            trace.Add $"finally {n}"
    | Use(n, a)
    | UseAsync(n, a) ->
        trace.Add $"open {n}"

        try
            run a
        finally
            trace.Add $"close {n}"
    | For(n, a)
    | While(n, a) ->
        let mutable sum = Ok 0
        let mutable i = 0

        while i < n && Result.isOk sum do
            trace.Add $"turn {i}"
            sum <- run a |> Result.map (join (Result.defaultValue 0 sum))
            i <- i + 1

        sum
    | Both(a, b) ->
        // Each side has a trace of its own: how they interleave is nobody's promise.
        let side program =
            let own = List<string>()

            let outcome =
                try
                    Choice1Of2(naive source own program)
                with e ->
                    Choice2Of2 e

            trace.AddRange own
            outcome

        match side a, side b with
        | Choice2Of2 e, _ -> raise e
        | Choice1Of2(Error n), _ -> Error n
        | Choice1Of2(Ok _), Choice2Of2 e -> raise e
        | Choice1Of2(Ok _), Choice1Of2(Error n) -> Error n
        | Choice1Of2(Ok x), Choice1Of2(Ok y) -> Ok(join x y)
    | Cancel ->
        source.Cancel()
        Ok 0
    | Check ->
        source.Token.ThrowIfCancellationRequested()
        Ok 2

let private resource (trace: List<string>) n =
    trace.Add $"open {n}"

    { new IDisposable with
        member _.Dispose() = trace.Add $"close {n}"
    }

let private asyncResource (trace: List<string>) n =
    trace.Add $"open {n}"

    { new IAsyncDisposable with
        member _.DisposeAsync() =
            ValueTask(
                task {
                    do! Task.Yield()
                    trace.Add $"close {n}"
                }
            )
    }

let private failing n : Result<int, LambdaError> = Lambda.fail $"F{n}" ""

/// Both sides' traces, left before right, whatever became of them.
let private both run (trace: List<string>) a b : Lambda<int> =
    fun context ->
        task {
            let left = List<string>()
            let right = List<string>()

            try
                let computation =
                    lambda {
                        let! x = (run left a: Lambda<int>)
                        and! y = (run right b: Lambda<int>)
                        return join x y
                    }

                return! computation context
            finally
                trace.AddRange left
                trace.AddRange right
        }

let rec private built (source: CancellationTokenSource) (trace: List<string>) program : Lambda<int> =
    let run = built source trace

    match program with
    | Give n -> lambda { return n }
    | Effect n ->
        lambda {
            trace.Add $"effect {n}"
            return n
        }
    | Fail n -> lambda { return! failing n }
    | Raise n -> lambda { return raise (Boom n) }
    | Wait NotAtAll -> lambda { return! Ok 1 }
    | Wait OnTask -> lambda { return! later 1 }
    | Wait OnValueTask -> lambda { return! ValueTask<int>(later 1) }
    | Wait OnAsync ->
        // With a token of its own, because an async does not start once its token has ended.
        lambda { return! Async.StartAsTask(async { return 1 }, cancellationToken = CancellationToken.None) }
    | Then(a, b) ->
        lambda {
            let! x = run a
            let! y = run b
            return join x y
        }
    | TryWith(a, b) ->
        lambda {
            try
                return! run a
            with Boom n ->
                trace.Add $"caught {n}"
                return! run b
        }
    | TryFinally(a, n) ->
        lambda {
            try
                return! run a
            finally
                trace.Add $"finally {n}"
        }
    | Use(n, a) ->
        lambda {
            use _ = resource trace n
            return! run a
        }
    | UseAsync(n, a) ->
        lambda {
            use! _ = Task.FromResult(asyncResource trace n)
            return! run a
        }
    | For(n, a) ->
        lambda {
            let mutable sum = 0

            for i in 0 .. n - 1 do
                trace.Add $"turn {i}"
                let! x = run a
                sum <- join sum x

            return sum
        }
    | While(n, a) ->
        lambda {
            let mutable sum = 0
            let mutable i = 0

            while i < n do
                trace.Add $"turn {i}"
                let! x = run a
                sum <- join sum x
                i <- i + 1

            return sum
        }
    | Both(a, b) -> both (built source) trace a b
    | Cancel ->
        lambda {
            source.Cancel()
            return 0
        }
    | Check ->
        lambda {
            let! token = Lambda.cancellation
            token.ThrowIfCancellationRequested()
            return 2
        }

/// The same with methods called by hand, so that no state machine is made.
let rec private byHand (source: CancellationTokenSource) (trace: List<string>) program : Lambda<int> =
    let run program =
        lambda.Source(byHand source trace program)

    match program with
    | Then(a, b) -> Dynamic.Run(lambda.Bind(run a, (fun x -> lambda.Bind(run b, (fun y -> lambda.Return(join x y))))))
    | TryWith(a, b) ->
        Dynamic.Run(
            lambda.TryWith(
                lambda.Delay(fun () -> lambda.ReturnFrom(run a)),
                fun e ->
                    match e with
                    | Boom n ->
                        trace.Add $"caught {n}"
                        lambda.ReturnFrom(run b)
                    | e -> raise e
            )
        )
    | TryFinally(a, n) ->
        Dynamic.Run(
            lambda.TryFinally(lambda.Delay(fun () -> lambda.ReturnFrom(run a)), (fun () -> trace.Add $"finally {n}"))
        )
    | Use(n, a) ->
        Dynamic.Run(lambda.Delay(fun () -> lambda.Using(resource trace n, (fun _ -> lambda.ReturnFrom(run a)))))
    | UseAsync(n, a) ->
        Dynamic.Run(lambda.Delay(fun () -> lambda.Using(asyncResource trace n, (fun _ -> lambda.ReturnFrom(run a)))))
    | For(n, a) ->
        let sum = ref 0

        Dynamic.Run(
            lambda.Combine(
                lambda.For(
                    Seq.init n id,
                    fun i ->
                        lambda.Delay(fun () ->
                            trace.Add $"turn {i}"

                            lambda.Bind(
                                run a,
                                fun x ->
                                    sum.Value <- join sum.Value x
                                    lambda.Zero()
                            ))
                ),
                lambda.Delay(fun () -> lambda.Return sum.Value)
            )
        )
    | While(n, a) ->
        let sum = ref 0
        let i = ref 0

        Dynamic.Run(
            lambda.Combine(
                lambda.While(
                    (fun () -> i.Value < n),
                    lambda.Delay(fun () ->
                        trace.Add $"turn {i.Value}"
                        i.Value <- i.Value + 1

                        lambda.Bind(
                            run a,
                            fun x ->
                                sum.Value <- join sum.Value x
                                lambda.Zero()
                        ))
                ),
                lambda.Delay(fun () -> lambda.Return sum.Value)
            )
        )
    | Both(a, b) -> both (byHand source) trace a b
    | other -> built source trace other

let private programs =
    let leaf =
        Gen.oneof
            [
                Gen.map Give (Gen.choose (0, 9))
                Gen.map Effect (Gen.choose (0, 9))
                Gen.map Fail (Gen.choose (0, 9))
                Gen.map Raise (Gen.choose (0, 9))
                Gen.map Wait (Gen.elements [ NotAtAll; OnTask; OnValueTask; OnAsync ])
            ]

    let rec sized cancels size =
        let leaf =
            if cancels then
                Gen.oneof [ leaf; Gen.constant Cancel; Gen.constant Check ]
            else
                leaf

        if size <= 0 then
            leaf
        else
            let part = sized cancels (size / 2)
            let small = Gen.choose (0, 3)

            Gen.frequency
                [
                    1, leaf
                    4, Gen.map2 (fun a b -> Then(a, b)) part part
                    2, Gen.map2 (fun a b -> TryWith(a, b)) part part
                    2, Gen.map2 (fun a n -> TryFinally(a, n)) part small
                    2, Gen.map2 (fun n a -> Use(n, a)) small part
                    2, Gen.map2 (fun n a -> UseAsync(n, a)) small part
                    1, Gen.map2 (fun n a -> For(n, a)) small part
                    1, Gen.map2 (fun n a -> While(n, a)) small part
                    // What ends the token at one side would race with the other.
                    1, Gen.map2 (fun a b -> Both(a, b)) (sized false (size / 2)) (sized false (size / 2))
                ]

    let shrink program =
        seq {
            match program with
            | Then(a, b)
            | TryWith(a, b)
            | Both(a, b) ->
                yield a
                yield b
            | TryFinally(a, _)
            | Use(_, a)
            | UseAsync(_, a)
            | For(_, a)
            | While(_, a) -> yield a
            | _ -> ()
        }

    Arb.fromGenShrink (Gen.sized (sized true), shrink)

let private expected program =
    use source = new CancellationTokenSource()
    let trace = List<string>()

    let seen =
        try
            match naive source trace program with
            | Ok value -> Value value
            | Error n -> Failed($"F{n}", "")
        with
        | Boom n -> Raised $"boom {n}"
        | :? OperationCanceledException -> Cancelled

    seen, List.ofSeq trace

let private actual interpreter program =
    use source = new CancellationTokenSource()
    let trace = List<string>()
    let seen = see (contextWith source.Token "") (interpreter source trace program)
    seen, List.ofSeq trace

[<Property(MaxTest = 1000, EndSize = 60)>]
let ``state machines do what the naive interpreter does`` () =
    Prop.forAll programs (fun program -> actual built program = expected program)

[<Property(MaxTest = 1000, EndSize = 60)>]
let ``code without state machines does what the naive interpreter does`` () =
    Prop.forAll programs (fun program -> actual byHand program = expected program)
