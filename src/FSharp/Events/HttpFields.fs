/// The members that the HTTP events share.
module internal LambdaClient.FSharp.HttpFields

open System.Collections.Immutable
open LambdaClient.FSharp.Codec

/// `body` and `isBase64Encoded`, which say together what the body is.
let body (get: 'R -> HttpBody) =
    let parts =
        merge
            (optional "body" text (fun record ->
                match get record with
                | HttpBody.Empty -> None
                | HttpBody.Text text -> Some text
                | HttpBody.Binary bytes -> Some(System.Convert.ToBase64String(bytes.AsSpan()))))
            (switch "isBase64Encoded" (fun record ->
                match get record with
                | HttpBody.Binary _ -> true
                | _ -> false))

    parts
    |> mapField (fun (body, isBase64) ->
        match body with
        | None
        | Some "" -> Ok HttpBody.Empty
        | Some text when not isBase64 -> Ok(HttpBody.Text text)
        | Some text ->
            let bytes = Array.zeroCreate<byte>(text.Length * 3 / 4 + 3)

            match System.Convert.TryFromBase64String(text, System.Span<byte> bytes) with
            | true, 0 -> Ok HttpBody.Empty
            | true, count -> Ok(HttpBody.Binary(ImmutableArray.Create<byte>(bytes, 0, count)))
            | _ ->
                Error
                    {
                        Path = ".body"
                        Problem = "is not base64, though isBase64Encoded is true"
                    })

let private lastOf values =
    values
    |> Map.filter (fun _ values -> not (List.isEmpty values))
    |> Map.map (fun _ values -> List.last values)

let private singles values =
    values |> Map.map (fun _ value -> [ value ])

/// All values by name, and the single ones of those names that have none there: names compare without case.
let private merged one all =
    let all = all |> Map.filter (fun _ values -> not (List.isEmpty values))

    singles one
    |> Map.fold
        (fun all name values ->
            match HttpHeaders.tryFind name all with
            | Some _ -> all
            | None -> Map.add name values all)
        all

/// Values by name, in a member with one value for each name and a member with them all. Consoles and test tools send either of them, empty,
/// or with a part of the names.
let both single several (get: 'R -> Map<string, string list>) =
    merge
        (mapOf single text (get >> lastOf))
        (optional several (map (present text)) (fun record ->
            let values = get record
            if Map.isEmpty values then None else Some values))
    |> mapField (fun (one, all) -> Ok(merged one (all |> Option.defaultValue Map.empty)))

/// Values by name, in the one member or in the other; and which it was: where both are there, the one that has any.
let either single several (get: 'R -> bool * Map<string, string list>) =
    merge
        (optional single (map text) (fun record ->
            match get record with
            | true, _ -> None
            | false, values -> Some(lastOf values)))
        (optional several (map (present text)) (fun record ->
            match get record with
            | true, values -> Some values
            | false, _ -> None))
    |> mapField (fun (one, all) ->
        match one, all with
        | Some one, None -> Ok(false, singles one)
        | None, None -> Ok(false, Map.empty)
        | Some one, Some all when Map.isEmpty all -> Ok(false, singles one)
        | one, Some all -> Ok(true, merged (one |> Option.defaultValue Map.empty) all))
