/// Common mistakes, each with what the compiler has to say about it. Compiled by MistakeTests, and not part of the tests themselves.
module LambdaClient.FSharp.Tests.Mistakes

open System
open System.IO
open System.Threading.Tasks
open LambdaClient.FSharp

type Order = { Id: int }

let save () : Task<Result<unit, string>> = Task.FromResult(Error "disk full")
let count () : Task<Result<int, string>> = Task.FromResult(Error "disk full")
let find id : int option = if id = 1 then Some 1 else None
let parse (text: string) : Result<int, string> = Error text
let later () : ValueTask<Result<int, exn>> = ValueTask<Result<int, exn>>(Ok 1)
let slow () : Async<Result<int, string>> = async { return Ok 1 }

let client () : LambdaClient.Result<int, string> =
    LambdaClient.Result<int, string>.Error "no"

// What is right beside them stays right.
let right: Lambda<int> =
    lambda {
        for n in [ 1; 2 ] do
            do! Log.info $"{n}"

        for n in seq { 1..2 } do
            do! Log.info $"{n}"

        let! event = Event.json<Order>
        let! found = Task.FromResult(find event.Id)
        let! outcome = save () |> Lambda.ofTask
        do! save () |> Lambda.ofTaskResult (LambdaError.create "SaveError")
        let! a = slow () |> Lambda.ofAsyncResult (LambdaError.create "SlowError")
        let! b = parse "1" |> Result.mapError (LambdaError.create "ParseError")
        and! c = find 1 |> Option.orFail "NotFound" "There is no such order"
        let! d = client().MapError(LambdaError.create "ClientError")
        let! e = Task.FromResult(client().MapError(LambdaError.create "ClientError"))

        match! slow () |> Lambda.ofAsync with
        | Ok f when found.IsSome && outcome.IsOk -> return a + b + c + d + e + f
        | _ -> return! Lambda.fail "NotSlow" "It was not slow"
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultIgnored =
    lambda {
        let! _ = save ()
        return 1
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultDone =
    lambda {
        do! save ()
        return 1
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultBound =
    lambda {
        let! n = count ()
        return n + 1
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultReturned: Lambda<int> = lambda { return! count () }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultMatched =
    lambda {
        match! count () with
        | 1 -> return 1
        | _ -> return 2
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultOnTheLeft =
    lambda {
        let! _ = save ()
        and! b = Task.FromResult 2
        return b
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultOnTheRight =
    lambda {
        let! a = Task.FromResult 2
        and! _ = save ()
        return a
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultInALoop =
    lambda {
        for _ in [ 1; 2 ] do
            do! save ()
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultInTry =
    lambda {
        try
            let! _ = save ()
            return 1
        with _ ->
            return 2
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultUsed =
    lambda {
        use! stream = (Task.FromResult(Error "closed"): Task<Result<Stream, string>>)
        return stream.Length
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskOfResultWithAnException =
    lambda {
        let! n = (Task.FromResult(Error(exn "no")): Task<Result<int, exn>>)
        return n
    }

// says: error: Lambda.ofTaskResult (LambdaError.create "MyError")
let taskMadeInPlace =
    lambda {
        let! _ = task { return (Error "no": Result<int, string>) }
        return 1
    }

// says: error: call AsTask() and map it with Lambda.ofTaskResult
let valueTaskOfResultIgnored =
    lambda {
        let! _ = later ()
        return 1
    }

// says: error: call AsTask() and map it with Lambda.ofTaskResult
let valueTaskOfResultReturned: Lambda<int> = lambda { return! later () }

// says: error: Lambda.ofAsyncResult (LambdaError.create "MyError")
let asyncOfResultIgnored =
    lambda {
        let! _ = slow ()
        return 1
    }

// says: error: Lambda.ofAsyncResult (LambdaError.create "MyError")
let asyncOfResultOnTheRight =
    lambda {
        let! a = Task.FromResult 1
        and! b = slow ()
        return a + b
    }

// says: error: Result.mapError (LambdaError.create "MyError")
let resultIgnored =
    lambda {
        let! _ = parse "x"
        return 1
    }

// says: error: Result.mapError (LambdaError.create "MyError")
let resultReturned: Lambda<int> = lambda { return! parse "x" }

// says: error: .MapError(LambdaError.create "MyError")
let clientResultIgnored =
    lambda {
        let! _ = client ()
        return 1
    }

// says: error: MapError in the task
let taskOfClientResultIgnored =
    lambda {
        let! _ = Task.FromResult(client ())
        return 1
    }

// says: error: MapError in the task
let valueTaskOfClientResultIgnored =
    lambda {
        let! _ = ValueTask<_>(client ())
        return 1
    }

// says: error: MapError in the task
let asyncOfClientResultIgnored =
    lambda {
        let! _ = async { return client () }
        return 1
    }

// says: error: so that the function is a Read or a Lambda
let readOfAnotherError =
    lambda {
        let! _ = (fun (_: LambdaContext) -> parse "x")
        return 1
    }

// says: error: so that the function is a Read or a Lambda
let computationOfAnotherError =
    lambda {
        let! _ = (fun (_: LambdaContext) -> count ())
        return 1
    }

// says: error: Option.orFail "NotFound"
let optionBound =
    lambda {
        let! n = find 1
        return n
    }

// says: error: Option.orFail "NotFound"
let optionReturned: Lambda<int> = lambda { return! find 1 }

// says: error: ValueOption.orFail "NotFound"
let valueOptionBound =
    lambda {
        let! n = ValueSome 1
        return n
    }

// says: error: give it all its arguments
let unitForgotten =
    lambda {
        let! _ = save
        return 1
    }

// says: error: give it all its arguments
let argumentForgotten: Handler = lambda { return! Respond.json }

// says: error: give it all its arguments
let messageForgotten =
    lambda {
        do! Log.info
        return 1
    }

// says: error: write let instead of let!
let plainValueBound =
    lambda {
        let! n = 5
        return n
    }

// says: error: return instead of return!
let plainValueReturned = lambda { return! 5 }

// says: error: write let instead of let!
let recordBound =
    lambda {
        let! order = { Id = 1 }
        return order.Id
    }

// says: error: this is a sequence
let listBound =
    lambda {
        let! items = [ 1; 2 ]
        return items
    }

// says: error: this is a sequence
let textBound =
    lambda {
        let! text = "text"
        return text
    }

// says: error: this is a sequence
let listReturned = lambda { return! [ 1; 2 ] }

// says: error: Lambda.ofTaskResult
let sequenceOfTasksInTurn =
    lambda {
        for one in [ save (); save () ] do
            do! one
    }

// says: error: expected to have type 'Response'
let valueInsteadOfAResponse: Handler = lambda { return { Id = 1 } }

// says: error: expected to have type 'Response'
let responseReturnedWithoutBang: Handler = lambda { return Respond.json 1 }

// says: error: expected to have type 'int' but here has type 'string'
let valueOfAnotherType: Lambda<int> = lambda { return "text" }

// says: error: expected to have type
let valueThrownAway =
    lambda {
        do! Task.FromResult 1
        return 1
    }

// says: error: The 'if' expression needs to have type 'unit'
let earlyReturnWithoutElse =
    lambda {
        if DateTime.Now.Year < 2000 then
            return 1

        return "late"
    }

// says: warning: missing arguments
let logWithoutBang =
    lambda {
        Log.info "never written"
        return 1
    }

// says: warning: is implicitly ignored
let returnForgotten =
    lambda {
        let! n = Task.FromResult 1
        n + 1
    }
