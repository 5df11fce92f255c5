/// The laws of Result: mapping and binding compose, and no result is anything but a value or an error.
module LambdaClient.Properties.ResultTests

open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Properties.Clients

type private R = Result<int, string>

let private results =
    let text = ArbMap.defaults |> ArbMap.generate<NonNull<string>> |> Gen.map _.Get

    Gen.oneof
        [
            ArbMap.defaults |> ArbMap.generate<int> |> Gen.map R.Ok
            Gen.map R.Error text
        ]

let private anyResult = Arb.fromGen results

/// A step that may fail, made of a plain function.
let private step (f: int -> int) x =
    if f x % 3 = 0 then R.Error $"no {x}" else R.Ok(f x)

[<Property>]
let ``mapping with identity changes nothing`` () =
    Prop.forAll anyResult (fun r -> r.Map id = r && r.MapError id = r)

[<Property>]
let ``two maps are one map`` (f: int -> int) (g: int -> int) =
    Prop.forAll anyResult (fun r -> r.Map(f).Map g = r.Map(f >> g))

[<Property>]
let ``two error maps are one error map`` (f: string -> NonNull<string>) (g: string -> NonNull<string>) =
    let f, g = f >> _.Get, g >> _.Get
    Prop.forAll anyResult (fun r -> r.MapError(f).MapError g = r.MapError(f >> g))

[<Property>]
let ``binding a value is calling the step`` (x: int) (f: int -> int) = R.Ok(x).Bind(step f) = step f x

[<Property>]
let ``binding with Ok changes nothing`` () =
    Prop.forAll anyResult (fun r -> r.Bind(fun x -> R.Ok x) = r)

[<Property>]
let ``binding is associative`` (f: int -> int) (g: int -> int) =
    Prop.forAll anyResult (fun r -> r.Bind(step f).Bind(step g) = r.Bind(fun x -> (step f x).Bind(step g)))

[<Property>]
let ``mapping is binding with Ok after it`` (f: int -> int) =
    Prop.forAll anyResult (fun r -> r.Map f = r.Bind(fun x -> R.Ok(f x)))

[<Property>]
let ``an error is never mapped and a value never error-mapped`` (x: int) (text: NonNull<string>) =
    let unused _ = failwith "called"

    R.Error(text.Get).Map(unused) = R.Error text.Get
    && R.Error(text.Get).Bind(unused) = R.Error text.Get
    && R.Ok(x).MapError(unused) = R.Ok x

[<Property>]
let ``match, TryGet and the two flags say the same`` () =
    Prop.forAll anyResult (fun r ->
        let mutable value = 0
        let mutable error: string = null
        let isOk = r.TryGet(&value, &error)

        isOk = r.IsOk
        && isOk <> r.IsError
        && r.Match((fun x -> isOk && x = value), (fun e -> not isOk && e = error)))

[<Property>]
let ``equal results hash alike`` () =
    Prop.forAll (Arb.fromGen (Gen.two results)) (fun (a, b) ->
        (a = b) = (toResult a = toResult b)
        && (a <> b || a.GetHashCode() = b.GetHashCode()))

[<Fact>]
let ``default is a failure whatever is done to it`` () =
    let nothing = Unchecked.defaultof<Result<int, ApiError>>
    Assert.True nothing.IsError
    Assert.Equal(ErrorCode.ResultUninitialized, codeOf nothing)
    Assert.Equal(ErrorCode.ResultUninitialized, codeOf (nothing.Map string))
    Assert.Equal(ErrorCode.ResultUninitialized, codeOf (nothing.Bind(fun x -> Result<int, ApiError>.Ok x)))
    Assert.Equal("result_uninitialized", nothing.MapError(_.Name).Match(string, id))
    Assert.Equal(nothing, Result<int, ApiError>.Error ApiError.Uninitialized)
    Assert.Equal(nothing.GetHashCode(), (Result<int, ApiError>.Error ApiError.Uninitialized).GetHashCode())
