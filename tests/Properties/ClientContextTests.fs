/// The two JSON headers: read in every spelling that services and local tools use, and left as raw text where unreadable.
module LambdaClient.Properties.ClientContextTests

open System
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open global.Xunit
open LambdaClient
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients

/// A map value, and the text it is read as.
type private Value =
    | Text of string
    | Number of int
    | Flag of bool
    | Nothing
    | Nested

let private nodeOf value : JsonNode =
    match value with
    | Text text -> JsonValue.Create text
    | Number number -> JsonValue.Create number
    | Flag flag -> JsonValue.Create flag
    | Nothing -> null
    | Nested -> JsonNode.Parse """{"a":[1,"b"]}"""

let private textOf value =
    match value with
    | Text text -> text
    | Number number -> string number
    | Flag flag -> if flag then "true" else "false"
    | Nothing -> "null"
    | Nested -> """{"a":[1,"b"]}"""

/// What a value was read as; one that is no string keeps the blanks it was written with.
let private sameText expected (actual: string) =
    match expected with
    | Nested -> Assert.Equal(textOf Nested, actual.Replace(" ", ""))
    | expected -> Assert.Equal(textOf expected, actual)

/// Text that JSON can carry: no lone surrogates.
let private plainText =
    let part =
        Gen.elements
            [
                "a"
                "Z"
                "0"
                " "
                "\""
                "\\"
                "/"
                "\n"
                "\r"
                "\000"
                "\u007F"
                "é"
                "\u2028"
                "日"
                "😀"
                "%"
            ]

    Gen.listOf part |> Gen.map (String.concat "")

let private values =
    Gen.frequency
        [
            4, Gen.map Text plainText
            1, Gen.choose (-9, 9999) |> Gen.map Number
            1, Gen.elements [ Flag true; Flag false; Nothing; Nested ]
        ]

let private maps =
    Gen.zip plainText values |> Gen.listOf |> Gen.map (List.distinctBy fst)

let private caseless (name: string) =
    Gen.elements
        [
            name
            name.ToUpperInvariant()
            string (Char.ToUpperInvariant name[0]) + name.Substring 1
        ]

let private objectOf (members: (string * JsonNode) seq) =
    let node = JsonObject()

    for name, value in members do
        node.Add(name, value)

    node

/// How the JSON stands in the header: as UTF-8, all in ASCII, or in base64.
let private spellings =
    let write (encoder: JavaScriptEncoder) isIndented (node: JsonObject) =
        let json =
            node.ToJsonString(JsonSerializerOptions(Encoder = encoder, WriteIndented = isIndented))
        // A header is one line.
        json.ReplaceLineEndings " "

    Gen.elements
        [
            write JavaScriptEncoder.UnsafeRelaxedJsonEscaping false
            >> Encoding.UTF8.GetBytes
            write JavaScriptEncoder.Default false >> Encoding.UTF8.GetBytes
            write JavaScriptEncoder.Default true >> Encoding.UTF8.GetBytes
            write JavaScriptEncoder.Default false
            >> Encoding.UTF8.GetBytes
            >> Convert.ToBase64String
            >> ofText
        ]

let private contextOf name (bytes: byte[]) =
    let lines = $"Lambda-Runtime-Aws-Request-Id: 7\r\n{name}: {toText bytes}\r\n"
    use client = openOver (script [ connectionOf [ eventOf lines [||] ] ])
    (value (client.Next())).Context

/// The five members of a client application, each in one of its two spellings or missing.
let private application =
    let entry (snake, camel) =
        gen {
            let! name = Gen.elements [ snake; camel ]
            let! value = Gen.oneof [ Gen.map Some values; Gen.constant None ]
            return name, value
        }

    [
        "installation_id", "installationId"
        "app_title", "appTitle"
        "app_version_name", "appVersionName"
        "app_version_code", "appVersionCode"
        "app_package_name", "appPackageName"
    ]
    |> List.map entry
    |> Gen.sequenceToList

/// A member that is missing or null has no text.
let private sameOptional expected (actual: string) =
    match expected with
    | None
    | Some Nothing -> Assert.Null actual
    | Some expected -> sameText expected actual

let private members entries =
    entries
    |> List.choose (fun (name, value) -> value |> Option.map (fun value -> name, nodeOf value))
    |> objectOf

[<Property(MaxTest = 400)>]
let ``a client context is read in every spelling`` () =
    let inputs =
        gen {
            let! client = Gen.oneof [ Gen.map Some application; Gen.constant None ]
            let! custom = Gen.oneof [ Gen.map Some maps; Gen.constant None ]
            let! environment = Gen.oneof [ Gen.map Some maps; Gen.constant None ]
            let! clientName = caseless "client"
            let! customName = caseless "custom"
            let! environmentName = Gen.oneof [ caseless "env"; caseless "environment" ]
            let! spell = spellings

            let mapNode map =
                map |> List.map (fun (name, value) -> name, nodeOf value) |> objectOf

            let root: (string * JsonNode) list =
                [
                    match client with
                    | Some client -> clientName, members client
                    | None -> ()
                    match custom with
                    | Some custom -> customName, mapNode custom
                    | None -> ()
                    match environment with
                    | Some environment -> environmentName, mapNode environment
                    | None -> ()
                    "services", JsonArray()
                ]

            return client, Option.defaultValue [] custom, Option.defaultValue [] environment, spell (objectOf root)
        }

    let sameMap expected (actual: Collections.Generic.IReadOnlyDictionary<string, string>) =
        Assert.Equal(List.length expected, actual.Count)

        for name, value in expected do
            sameText value actual[name]

    Prop.forAll (Arb.fromGen inputs) (fun (client, custom, environment, header) ->
        let context = contextOf LambdaHeaders.ClientContext header
        let read = context.ClientContext
        sameMap custom read.Custom
        sameMap environment read.Environment

        match client, read.Client with
        | None, null -> ()
        | Some entries, application ->
            [
                application.InstallationId
                application.AppTitle
                application.AppVersionName
                application.AppVersionCode
                application.AppPackageName
            ]
            |> List.iter2 (fun (_, expected) actual -> sameOptional expected actual) entries
        | expected, actual -> Assert.Fail $"{actual} instead of {expected}")

[<Property(MaxTest = 300)>]
let ``a Cognito identity is read in every spelling`` () =
    let inputs =
        gen {
            let! idName =
                Gen.elements [ "cognitoIdentityId"; "identityId"; "identity_id"; "cognito_identity_id" ]
                |> Gen.bind caseless

            let! poolName =
                Gen.elements
                    [
                        "cognitoIdentityPoolId"
                        "identityPoolId"
                        "identity_pool_id"
                        "cognito_identity_pool_id"
                    ]
                |> Gen.bind caseless

            let! id = Gen.oneof [ Gen.map Some values; Gen.constant None ]
            let! pool = Gen.oneof [ Gen.map Some values; Gen.constant None ]
            let! spell = spellings
            return id, pool, spell (members [ idName, id; poolName, pool ])
        }

    Prop.forAll (Arb.fromGen inputs) (fun (id, pool, header) ->
        let identity = (contextOf LambdaHeaders.CognitoIdentity header).CognitoIdentity
        sameOptional id identity.IdentityId
        sameOptional pool identity.IdentityPoolId)

let unreadable: TheoryData<string> =
    TheoryData<string>(
        [
            "{"
            "{]"
            "null"
            "[]"
            "\"text\""
            "17"
            "{\"client\":}"
            "{\"client\":{}} x"
            "{'client':{}}"
            "bm8="
            "bnVsbA=="
            "e30"
            "not json"
            "{\"custom\":{\"a\":\"\\ud800\"}}"
            repeat 100 "{\"client\":" + repeat 100 "}"
        ]
    )

[<Theory; MemberData(nameof unreadable)>]
let ``what is no JSON object stays as it came`` (text: string) =
    for name in [ LambdaHeaders.ClientContext; LambdaHeaders.CognitoIdentity ] do
        let context = contextOf name (ofText text)

        if name = LambdaHeaders.ClientContext then
            Assert.Null context.ClientContext
            Assert.Equal(text, context.RawClientContext)
        else
            Assert.Equal(text, context.RawCognitoIdentity)

[<Property(MaxTest = 1_000)>]
let ``damaged JSON never throws and keeps its text`` () =
    let json =
        """{"client":{"app_title":"é \u00e9"},"custom":{"a":"b"},"env":{"c":[1,2]},"cognitoIdentityId":"i"}"""

    let inputs =
        Gen.zip3 (Gen.choose (0, json.Length - 1)) (Gen.choose (0, 4)) (Gen.elements (Seq.toList "{}[]\",:\\x0 é"))

    Prop.forAll (Arb.fromGen inputs) (fun (place, removed, inserted) ->
        let damaged =
            json.Remove(place, min removed (json.Length - place)).Insert(place, string inserted).Trim ' '

        let bytes = Encoding.UTF8.GetBytes damaged
        let context = contextOf LambdaHeaders.ClientContext bytes
        Assert.Equal(damaged, context.RawClientContext)
        context.ClientContext |> ignore
        (contextOf LambdaHeaders.CognitoIdentity bytes).CognitoIdentity |> ignore)
