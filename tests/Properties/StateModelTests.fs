/// Any sequence of calls against a service that answers, refuses or breaks: a naive model foretells every outcome.
module LambdaClient.Properties.StateModelTests

open System
open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open global.Xunit
open LambdaClient
open LambdaClient.TestSupport
open LambdaClient.Transports
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients

/// What befalls one attempt to make a request.
type Fate =
    | ConnectRefused
    | ConnectTimesOut
    /// The connection breaks before a byte of the request is taken.
    | NothingTaken
    /// The connection breaks in the middle of the request.
    | TornRequest
    /// The service answers so in the middle of the request, and closes.
    | AnsweredEarly of status: int
    | Closes
    | Resets
    | TornAnswer
    | Garbage
    | Succeeds of closes: bool
    | Answers of status: int * closes: bool

type Target =
    | Latest
    | Earlier of int
    | OfAnotherClient
    | Nobody

type Command =
    /// The fates of the attempts, in order; once they are used up the service answers.
    | Next of Fate list
    | Respond of Target * Fate list
    | RespondUnfit of Target
    | Fail of Target * Fate list
    | Abandon of Target
    | FailInit of Fate list
    | Cancel
    | Close
    /// The service closes the idle connection.
    | Idle

/// A service that does as it is told; each event carries its number.
type private Service() =
    inherit Transport()
    let fates = Queue<Fate>()
    let answered = List<string>()
    let mutable isOpen = false
    let mutable isIdleClosed = false
    let mutable events = 0
    let mutable ending = IoResult.Done()
    let mutable pending = Array.empty<byte>

    let answer status closes (body: string) =
        let connection = if closes then "Connection: close\r\n" else ""
        ofText $"HTTP/1.1 {status} x\r\n{connection}Content-Length: {body.Length}\r\n\r\n{body}"

    let event closes =
        events <- events + 1
        let connection = if closes then "Connection: close\r\n" else ""

        eventOf
            $"Lambda-Runtime-Aws-Request-Id: id-{events}\r\nLambda-Runtime-Invocation-Id: {events}\r\n{connection}"
            (ofText $"event {events}")

    /// Which attempt a post answers, by the number that it echoes.
    let note (request: string) =
        let mark = "Lambda-Runtime-Invocation-Id: "

        match request.IndexOf mark with
        | -1 -> ()
        | at -> answered.Add(request.Substring(at + mark.Length).Split("\r\n")[0])

    member _.Answered = List.ofSeq answered

    /// Whether the client holds a connection that the service has not closed.
    member _.IsOpen = isOpen && not isIdleClosed

    member _.Plan plan =
        fates.Clear()
        List.iter fates.Enqueue plan

    member _.CloseIdle() = isIdleClosed <- true

    override _.Connect(_, _) =
        let refuse status =
            fates.Dequeue() |> ignore
            IoResult(status)

        match fates.TryPeek() with
        | true, ConnectRefused -> refuse IoStatus.Refused
        | true, ConnectTimesOut -> refuse IoStatus.TimedOut
        | _ ->
            isOpen <- true
            isIdleClosed <- false
            IoResult.Done()

    override _.Write(bytes: Outgoing, _: TimeSpan) =
        let request =
            toText (Array.concat [ bytes.Head.ToArray(); bytes.Body.ToArray(); bytes.Tail.ToArray() ])

        let isPoll = request.StartsWith "GET"
        pending <- [||]
        ending <- IoResult.Done()

        let taken bytes =
            if not isPoll then
                note request

            pending <- bytes
            IoResult.Done request.Length

        match (if fates.Count = 0 then Succeeds false else fates.Dequeue()) with
        | NothingTaken -> IoResult(IoStatus.Failed, 0, 32)
        | TornRequest -> IoResult(IoStatus.Failed, 1, 104)
        | AnsweredEarly status ->
            pending <- answer status true ""
            IoResult(IoStatus.Failed, 1, 104)
        | Closes -> taken [||]
        | Resets ->
            ending <- IoResult(IoStatus.Failed, 0, 104)
            taken [||]
        | TornAnswer -> taken (ofText "HTTP/1.1 2")
        | Garbage -> taken (ofText "garbage")
        | Answers(204, closes) -> taken (answer 204 closes "")
        | Answers(status, closes) -> taken (answer status closes "{}")
        | Succeeds closes -> taken (if isPoll then event closes else answer 202 closes "{}")
        | ConnectRefused
        | ConnectTimesOut -> taken (if isPoll then event false else answer 202 false "{}")

    override _.Read(buffer, _) =
        let count = min buffer.Length pending.Length

        if count = 0 then
            ending
        else
            pending.AsSpan(0, count).CopyTo buffer.Span
            pending <- pending[count..]
            IoResult.Done count

    override _.IsStale() = isIdleClosed || pending.Length > 0
    override _.Abort() = ()
    override _.Close() = isOpen <- false

/// All that a caller has to know about a client.
type private Model =
    {
        State: ClientState
        Issued: int
        /// Whether the bytes of the last event are there; closing a client does not take them away.
        IsHeld: bool
        IsConnected: bool
        IsCancelled: bool
    }

    member this.Outstanding = if this.IsHeld then Some this.Issued else None

let private fresh =
    {
        State = ClientState.Idle
        Issued = 0
        IsHeld = false
        IsConnected = false
        IsCancelled = false
    }

let private success = ErrorCode.None, None
let private refused code = code, Some Delivery.NotSent

/// What a status means for a call.
let private reaction isPoll status =
    match status with
    | 403 -> ErrorCode.StateTransitionRejected, Some Delivery.Sent
    | 410 -> ErrorCode.InvocationTimedOut, Some Delivery.Sent
    | 413 -> ErrorCode.PayloadTooLarge, Some Delivery.Sent
    | 500 -> ErrorCode.ContainerError, Some Delivery.Sent
    | status when status > 500 -> ErrorCode.ServerError, Some Delivery.Sent
    | status when status >= 400 -> ErrorCode.RequestRejected, Some Delivery.Sent
    | status when status < 300 && not isPoll -> success
    | _ -> ErrorCode.StatusUnexpected, Some(if isPoll then Delivery.Sent else Delivery.Unknown)

/// One request: how it ends, and whether the connection survives it.
let rec private exchange isPoll isConnected isSecond fates =
    let fate, rest =
        match fates with
        | [] -> Succeeds false, []
        | fate :: rest -> fate, rest

    let once code =
        if isSecond then
            code, false
        else
            exchange isPoll false true rest

    match fate with
    | ConnectRefused when not isConnected -> refused ErrorCode.ConnectRefused, false
    | ConnectTimesOut when not isConnected -> refused ErrorCode.ConnectTimeout, false
    | ConnectRefused
    | ConnectTimesOut -> success, true
    | NothingTaken -> once (refused ErrorCode.ConnectionBroken)
    | TornRequest when isPoll -> once (refused ErrorCode.ConnectionBroken)
    | TornRequest -> refused ErrorCode.ConnectionBroken, false
    | AnsweredEarly _ when isPoll && not isSecond -> exchange isPoll false true rest
    | AnsweredEarly status when status < 300 -> (ErrorCode.StatusUnexpected, Some Delivery.Unknown), false
    | AnsweredEarly status -> reaction isPoll status, false
    | Closes when isPoll -> once (ErrorCode.ConnectionClosed, Some Delivery.Unknown)
    | Resets when isPoll -> once (ErrorCode.ConnectionBroken, Some Delivery.Unknown)
    | Closes -> (ErrorCode.ConnectionClosed, Some Delivery.Unknown), false
    | Resets -> (ErrorCode.ConnectionBroken, Some Delivery.Unknown), false
    | TornAnswer -> (ErrorCode.ReplyTruncated, Some Delivery.Unknown), false
    | Garbage -> (ErrorCode.StatusLineInvalid, Some Delivery.Unknown), false
    | Succeeds closes -> success, not closes
    | Answers(status, closes) -> reaction isPoll status, not closes

let private numberOf model target =
    match target with
    | Latest -> Some model.Issued
    | Earlier back -> Some(model.Issued - 1 - back % max 1 model.Issued)
    | OfAnotherClient
    | Nobody -> None

/// The client's own table says what is legal, and what follows.
let private step (model: Model) call otherwise legal =
    match ClientStates.Begin(model.State, call) with
    | struct (_, ErrorCode.None) ->
        let outcome, model', fate = legal ()

        outcome,
        { model' with
            State = ClientStates.End(model.State, call, fate)
            IsHeld = fate = CallEnd.Event || fate = CallEnd.NotSent && model.IsHeld
        }
    | struct (_, code) -> otherwise code, model

/// Why an answer to this target is refused: what is wrong with the target goes first.
let private answerRefusal model target code =
    match code, numberOf model target with
    | (ErrorCode.AlreadyAnswered | ErrorCode.StreamOpen), Some number when number > 0 ->
        refused ErrorCode.AlreadyAnswered
    | (ErrorCode.AlreadyAnswered | ErrorCode.StreamOpen), _ -> refused ErrorCode.InvocationUnknown
    | code, _ -> refused code

let private post model fates =
    let outcome, isConnected = exchange false model.IsConnected false fates

    let fate =
        if snd outcome = Some Delivery.NotSent then
            CallEnd.NotSent
        else
            CallEnd.Taken

    outcome, { model with IsConnected = isConnected }, fate

/// A call about an invocation, which has to be the one that is held.
let private about (model: Model) call target legal =
    step model call (answerRefusal model target) (fun () ->
        match numberOf model target with
        | Some number when number > 0 && model.Outstanding = Some number -> legal ()
        | Some number when number > 0 -> refused ErrorCode.AlreadyAnswered, model, CallEnd.NotSent
        | _ -> refused ErrorCode.InvocationUnknown, model, CallEnd.NotSent)

let private foretell model command =
    match command with
    | Next fates ->
        step model ClientCall.Poll refused (fun () ->
            if model.IsCancelled then
                refused ErrorCode.Cancelled, { model with IsConnected = false }, CallEnd.Nothing
            else
                let outcome, isConnected = exchange true model.IsConnected false fates
                let model = { model with IsConnected = isConnected }

                if outcome = success then
                    success, { model with Issued = model.Issued + 1 }, CallEnd.Event
                else
                    outcome, model, CallEnd.Nothing)
    | Respond(target, fates)
    | Fail(target, fates) -> about model ClientCall.Answer target (fun () -> post model fates)
    | RespondUnfit target ->
        about model ClientCall.Answer target (fun () -> refused ErrorCode.ContentTypeInvalid, model, CallEnd.NotSent)
    | Abandon target -> about model ClientCall.Abandon target (fun () -> success, model, CallEnd.Taken)
    | FailInit fates -> step model ClientCall.FailStart refused (fun () -> post model fates)
    | Cancel -> success, { model with IsCancelled = true }
    | Close ->
        success,
        { model with
            State = ClientState.Closed
            IsCancelled = true
            IsConnected = false
        }
    | Idle -> success, { model with IsConnected = false }

let private outcomeOf (result: Result<'value, ApiError>) =
    match toResult result with
    | Ok _ -> success
    | Error error -> error.Code, Some error.Delivery

/// Commands done for real: blocking or awaiting, with bytes given or lent.
type private Real(isAsync: bool, isLending: bool) =
    let service = new Service()

    let openClient (transport: Transport) =
        RuntimeClientOptions(
            Endpoint = "127.0.0.1:9001",
            LendBuffers = isLending,
            Transport = Func<Transport>(fun () -> transport),
            Clock = SlowClock()
        )
        |> RuntimeClient.Open
        |> value

    let client = openClient service
    let stranger = value ((openClient (new Service())).Next())
    let issued = List<Invocation>()

    let invocation model target =
        match target, numberOf model target with
        | OfAnotherClient, _ -> stranger
        | _, Some number when number > 0 -> issued[number - 1]
        | _ -> Unchecked.defaultof<Invocation>

    let wait (work: Threading.Tasks.Task<'result>) = work.GetAwaiter().GetResult()

    member _.Service = service

    member _.Do model command =
        match command with
        | Next fates ->
            service.Plan fates
            let next = if isAsync then wait (client.NextAsync()) else client.Next()

            match toResult next with
            | Ok invocation -> issued.Add invocation
            | Error _ -> ()

            outcomeOf next
        | Respond(target, fates) ->
            service.Plan fates
            let invocation = invocation model target
            let response = Response.Json "{}"

            outcomeOf (
                if isAsync then
                    wait (client.RespondAsync(invocation, response))
                else
                    client.Respond(invocation, response)
            )
        | RespondUnfit target ->
            outcomeOf (client.Respond(invocation model target, Response.Bytes(ofText "{}", "a\r\nb")))
        | Fail(target, fates) ->
            service.Plan fates
            let invocation = invocation model target
            let error = FunctionError("Error", "no")

            outcomeOf (
                if isAsync then
                    wait (client.FailAsync(invocation, error))
                else
                    client.Fail(invocation, error)
            )
        | Abandon target -> outcomeOf (client.Abandon(invocation model target))
        | FailInit fates ->
            service.Plan fates
            let error = FunctionError("Error", "no")

            outcomeOf (
                if isAsync then
                    wait (client.FailInitAsync error)
                else
                    client.FailInit error
            )
        | Cancel ->
            client.Cancel()
            success
        | Close ->
            client.Dispose()
            success
        | Idle ->
            service.CloseIdle()
            success

    /// Bytes are there for as long as was promised, and are never those of another event.
    member _.CheckBytes(model: Model) =
        for number in 1 .. issued.Count do
            let invocation = issued[number - 1]
            let isHeld = not isLending || model.Outstanding = Some number
            Assert.Equal(isHeld, invocation.IsValid)
            Assert.Equal((if isHeld then $"event {number}" else ""), toText (invocation.Payload.ToArray()))

            if isHeld then
                Assert.Equal($"id-{number}", invocation.RequestId)

    interface IDisposable with
        member _.Dispose() = client.Dispose()

let private fates =
    let status = Gen.elements [ 200; 201; 204; 302; 400; 403; 404; 410; 413; 500; 503 ]
    let closes = Gen.frequency [ 3, Gen.constant false; 1, Gen.constant true ]

    let fate =
        Gen.frequency
            [
                8, Gen.map Succeeds closes
                3, Gen.map2 (fun status closes -> Answers(status, closes)) (Gen.filter ((<>) 200) status) closes
                1, Gen.map AnsweredEarly (Gen.elements [ 413; 400; 500 ])
                5,
                Gen.elements
                    [
                        ConnectRefused
                        ConnectTimesOut
                        NothingTaken
                        TornRequest
                        Closes
                        Resets
                        TornAnswer
                        Garbage
                    ]
            ]

    Gen.choose (0, 3) |> Gen.bind (fun count -> Gen.listOfLength count fate)

let private commands =
    let target =
        Gen.frequency
            [
                8, Gen.constant Latest
                1, Gen.choose (0, 5) |> Gen.map Earlier
                1, Gen.elements [ OfAnotherClient; Nobody ]
            ]

    let command =
        Gen.frequency
            [
                30, Gen.map Next fates
                24, Gen.map2 (fun target fates -> Respond(target, fates)) target fates
                8, Gen.map2 (fun target fates -> Fail(target, fates)) target fates
                3, Gen.map RespondUnfit target
                3, Gen.map Abandon target
                4, Gen.constant Idle
                1, Gen.map FailInit fates
                1, Gen.elements [ Cancel; Cancel; Close ]
            ]

    Gen.choose (1, 60) |> Gen.bind (fun count -> Gen.listOfLength count command)

/// Leaves out halves first, then smaller runs, then single commands.
let private shrinkCommands (commands: Command list) =
    seq {
        let mutable size = commands.Length / 2

        while size > 0 do
            for start in 0..size .. commands.Length - size do
                List.take start commands @ List.skip (start + size) commands

            size <- size / 2
    }

let private sequences =
    let flags = ArbMap.defaults |> ArbMap.generate<bool * bool>

    Arb.fromGenShrink (
        Gen.zip flags commands,
        fun (flags, commands) -> shrinkCommands commands |> Seq.map (fun fewer -> flags, fewer)
    )

[<Fact>]
let ``every outcome is the one the model foretells`` () =
    Runs.check 1_500 sequences (fun ((isAsync, isLending), commands) ->
        use real = new Real(isAsync, isLending)
        let mutable model = fresh

        for command in commands do
            let expected, after = foretell model command
            let actual = real.Do model command

            if actual <> expected then
                Assert.Fail $"{command}: {actual} instead of {expected} in {model}"

            model <- after
            Assert.Equal(model.IsConnected, real.Service.IsOpen)
            real.CheckBytes model

        let answered = real.Service.Answered
        Assert.Equal<string list>(List.distinct answered, answered))
