namespace LambdaClient.Testing

open System
open System.Globalization
open FsCheck

[<Sealed>]
type PropertyFailedException(message: string, replay: string) =
    inherit exn(message)
    member _.Replay = replay

/// Keeps what FsCheck says of a failure; the check throws it once it is over.
type private FailureRunner() =
    member val Failure: string = null with get, set

    interface IRunner with
        member _.OnStartFixture _ = ()
        member _.OnArguments(_, _, _) = ()
        member _.OnShrink(_, _) = ()

        member runner.OnFinished(name, result) =
            match result with
            | TestResult.Passed _ -> ()
            | _ -> runner.Failure <- Runner.onFinishedToString name result

module private Seeds =
    let write (rnd: Rnd) = $"%d{rnd.Seed},%d{rnd.Gamma}"

    let fresh () = Rnd(uint64 (Random.Shared.NextInt64()))

    let read (text: string) =
        let number (part: string) =
            UInt64.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture)

        match (if isNull text then [||] else text.Split ',') |> Array.map number with
        | [| true, seed; true, gamma |] when gamma % 2UL = 1UL -> Rnd(seed, gamma)
        | _ ->
            invalidArg
                "replay"
                $"'{text}' is not what a check printed: two numbers and a comma, of which the second is odd."

    let check (property: Property) count rnd =
        let replay = write rnd
        Console.WriteLine $"replay: {replay}"
        let runner = FailureRunner()

        let config =
            Config.Quick
                .WithMaxTest(count)
                .WithReplay(Some { Rnd = rnd; Size = None })
                .WithQuietOnSuccess(true)
                .WithRunner(runner)

        Check.One(config, property)

        if not (isNull runner.Failure) then
            raise (
                PropertyFailedException(
                    $"{runner.Failure.TrimEnd()}\nTo try the same values again: PropertyTest.Check(property, \"{replay}\")",
                    replay
                )
            )

[<AbstractClass; Sealed>]
type PropertyTest =
    static member Check(property: Property) =
        Seeds.check property 100 (Seeds.fresh ())

    static member Check(property: Property, replay: string) =
        Seeds.check property 100 (Seeds.read replay)

    static member Check(property: Property, count: int) =
        if count < 1 then
            invalidArg "count" $"A property cannot be tried on {count} values; give 1 or more."

        Seeds.check property count (Seeds.fresh ())
