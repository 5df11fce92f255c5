/// Bytes as text with one character for each byte (ISO 8859-1), so that cases can be written down and read.
module internal LambdaClient.Properties.Bytes

open System
open System.Text

let ofText (text: string) = Encoding.Latin1.GetBytes text

let toText (bytes: byte[]) = Encoding.Latin1.GetString bytes

let repeat count (text: string) = String.replicate count text

/// The bytes as they stand in a failure message: short, and with every odd byte spelled out.
let show (bytes: byte[]) =
    let shown =
        bytes
        |> Seq.truncate 400
        |> Seq.map (fun b ->
            match char b with
            | '\r' -> "\\r"
            | '\n' -> "\\n"
            | c when b >= 0x20uy && b < 0x7Fuy -> string c
            | _ -> $"\\x%02X{b}")

    String.Join("", shown)
    + (if bytes.Length > 400 then
           $"… ({bytes.Length} bytes)"
       else
           "")

let sameBytes (left: byte[]) (right: byte[]) =
    MemoryExtensions.SequenceEqual(ReadOnlySpan left, ReadOnlySpan right)

/// The bytes of a path, as text: %XX is the byte it stands for.
let percentDecoded (path: string) =
    let rec from at =
        seq {
            if at < path.Length then
                if path[at] = '%' then
                    Convert.ToByte(path.Substring(at + 1, 2), 16)
                    yield! from (at + 3)
                else
                    byte path[at]
                    yield! from (at + 1)
        }

    toText (Seq.toArray (from 0))
