/// How many inputs a property is tried on: a short run unless LAMBDACLIENT_PROPERTY_COUNT says otherwise.
module internal LambdaClient.Properties.Runs

open System
open System.Globalization
open FsCheck
open FsCheck.FSharp

let private wanted =
    match Environment.GetEnvironmentVariable "LAMBDACLIENT_PROPERTY_COUNT" with
    | null
    | "" -> None
    | text -> Some(Int32.Parse(text, CultureInfo.InvariantCulture))

/// Whether somebody asked for the long form.
let isLong = wanted.IsSome

let count usual = defaultArg wanted usual

/// Tries a property on that many inputs; a failure names the seed and the smallest input that fails.
let check usual (inputs: Arbitrary<'input>) (property: 'input -> unit) =
    let config =
        Config.QuickThrowOnFailure.WithMaxTest(count usual).WithQuietOnSuccess true

    Check.One(config, Prop.forAll inputs property)
