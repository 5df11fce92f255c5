namespace LambdaClient.FSharp

open System
open System.Collections.Immutable
open System.Text

[<RequireQualifiedAccess>]
type HttpBody =
    | Empty
    | Text of string
    | Binary of ImmutableArray<byte>

[<RequireQualifiedAccess>]
module HttpBody =
    let toBytes body =
        match body with
        | HttpBody.Empty -> ImmutableArray<byte>.Empty
        | HttpBody.Text text -> ImmutableArray.ToImmutableArray(Encoding.UTF8.GetBytes text)
        | HttpBody.Binary bytes -> bytes

[<RequireQualifiedAccess>]
module HttpHeaders =
    let tryFind (name: string) (headers: Map<string, 'value>) =
        match Map.tryFind name headers with
        | Some value -> Some value
        | None ->
            headers
            |> Map.tryPick (fun key value ->
                if String.Equals(key, name, StringComparison.OrdinalIgnoreCase) then
                    Some value
                else
                    None)
