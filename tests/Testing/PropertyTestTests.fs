/// The bridge between FsCheck and a test: it fails by exception, says with what, and repeats itself.
module LambdaClient.Testing.Tests.PropertyTestTests

open System
open System.Collections.Generic
open System.Threading.Tasks
open FsCheck
open FsCheck.FSharp
open LambdaClient.Testing
open Xunit

let private numbers = ArbMap.defaults |> ArbMap.arbitrary<int64>

let private failing (seen: List<int64>) =
    Prop.forAll numbers (fun number ->
        seen.Add number
        number < 20L)

[<Fact>]
let ``A failure shows the smallest value and the seed, and the seed repeats it`` () =
    let first = List<int64>()

    let failure =
        Assert.Throws<PropertyFailedException>(fun () -> PropertyTest.Check(failing first, 1000))

    Assert.Contains("20", failure.Message)
    Assert.Contains($"PropertyTest.Check(property, \"{failure.Replay}\")", failure.Message)
    let second = List<int64>()

    let again =
        Assert.Throws<PropertyFailedException>(fun () -> PropertyTest.Check(failing second, failure.Replay))

    Assert.Equal(failure.Replay, again.Replay)
    // The values depend on how many are tried, so what repeats is a check of as many.
    let third = List<int64>()

    Assert.Throws<PropertyFailedException>(fun () -> PropertyTest.Check(failing third, failure.Replay))
    |> ignore

    Assert.Equal<int64>(second, third)

[<Fact>]
let ``An exception inside a property and a task that fails are failures`` () =
    Assert.Throws<PropertyFailedException>(fun () ->
        Prop.forAll numbers (fun _ -> failwith "within": bool) |> PropertyTest.Check)
    |> fun failure -> Assert.Contains("within", failure.Message)

    Assert.Throws<PropertyFailedException>(fun () ->
        Prop.forAll numbers (fun number ->
            task {
                do! Task.Yield()
                return number < 0L
            })
        |> PropertyTest.Check)
    |> ignore

[<Theory>]
[<InlineData("")>]
[<InlineData("1")>]
[<InlineData("1,2")>]
[<InlineData("a,b")>]
[<InlineData(null)>]
let ``What is no seed is refused`` (replay: string) =
    Assert.Throws<ArgumentException>(fun () -> PropertyTest.Check(failing (List()), replay))
    |> ignore

[<Fact>]
let ``A count below one is refused`` () =
    Assert.Throws<ArgumentException>(fun () -> PropertyTest.Check(failing (List()), 0))
    |> ignore
