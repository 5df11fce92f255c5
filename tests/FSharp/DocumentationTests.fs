/// Every piece of F# in the documentation is compiled with these tests, and does what the text says.
module LambdaClient.FSharp.Tests.DocumentationTests

open System
open System.IO
open System.Text.RegularExpressions
open global.Xunit
open LambdaClient.FSharp.Tests
open LambdaClient.FSharp.Tests.Contexts

let private words (text: string) = Regex.Replace(text, @"\s+", " ").Trim()

[<Fact>]
let ``what the documentation shows is compiled`` () =
    let here = __SOURCE_DIRECTORY__
    let page = File.ReadAllText(Path.Combine(here, "../../docs/fsharp/README.md"))
    let compiled = words (File.ReadAllText(Path.Combine(here, "Snippets.fs")))
    let pieces = Regex.Matches(page, "```fsharp\n(.*?)```", RegexOptions.Singleline)
    Assert.True(pieces.Count >= 8)

    for piece in pieces do
        Assert.Contains(words piece.Groups[1].Value, compiled)

let private said payload handler =
    match see (contextOf payload) handler with
    | Value response -> textOf response
    | Failed(errorType, _) -> errorType
    | other -> $"{other}"

[<Fact>]
let ``what it shows does what it says`` () =
    Assert.Equal("""{"surname":"Doe"}""", said """{"name":"John"}""" Snippets.handler)
    Assert.Equal("InvalidNameError", said """{"name":"Mary"}""" Snippets.handler)
    Assert.Equal("4", said "\"3\"" Snippets.total)
    Assert.Equal("NotANumber", said "\"x\"" Snippets.total)
    Assert.Equal("NotFound", said "\"x\"" (Snippets.find Map.empty))
    Assert.Equal("done", said "" Snippets.patient)
    Assert.Equal("done", said "" (Snippets.guarded Snippets.patient))

    Assert.Equal(
        """{"price":1,"stock":2}""",
        said "" (Snippets.both (async { return 1 }) (Threading.Tasks.Task.FromResult 2))
    )
