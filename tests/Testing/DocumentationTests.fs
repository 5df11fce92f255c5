/// What the pages show is compiled here, and does what they say.
module LambdaClient.Testing.Tests.DocumentationTests

open System
open System.IO
open System.Reflection
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks
open FsCheck.FSharp
open LambdaClient.FSharp
open LambdaClient.Testing
open Xunit

let private resource name =
    use stream = Assembly.GetExecutingAssembly().GetManifestResourceStream name
    use reader = new StreamReader(stream)
    reader.ReadToEnd()

let private words (text: string) = Regex.Replace(text, @"\s+", " ").Trim()

[<Theory>]
[<InlineData("events.md", 4)>]
[<InlineData("testing.md", 3)>]
let ``Each F# snippet stands in Snippets`` (page: string) count =
    let snippets =
        (resource page).Split "```fsharp\n"
        |> Array.skip 1
        |> Array.map (fun rest -> words (rest.Substring(0, rest.IndexOf "```")))

    let compiled = words (resource "Snippets.fs")
    Assert.Equal(count, snippets.Length)
    Assert.All(snippets, fun snippet -> Assert.Contains(snippet, compiled))

[<Fact>]
let ``What the page on testing shows holds`` () : Task =
    task {
        do! Snippets.answers ()
        do! Snippets.fails ()
        Snippets.everyMessageIsAccountedFor ()
    }

let private answerOf (handler: Handler) (json: byte[]) =
    match (handler (Received.Context(Encoding.UTF8.GetString json))).Result with
    | Ok response -> Encoding.UTF8.GetString response.Payload.Span
    | Error error -> (LambdaError.toFunctionError error).Type

let private one values =
    values |> Arb.toGen |> Gen.sampleWithSize 10 1 |> Array.head

[<Fact>]
let ``What the page on events shows holds`` () =
    Assert.Equal("seen", answerOf Snippets.announce (S3Event.toJson (one (LambdaArbitraries.S3Event()))))
    Assert.Equal("1 messages", answerOf Snippets.route (SnsEvent.toJson (one (LambdaArbitraries.SnsEvent()))))

    Assert.Equal(
        "EventError",
        answerOf Snippets.route (Encoding.UTF8.GetBytes """{"Records":[{"EventSource":"aws:sns"}]}""")
    )

    Assert.Contains(
        "\"statusCode\":410",
        answerOf Snippets.page (AlbRequest.toJson (one (LambdaArbitraries.AlbRequest())))
    )

    let event = one (LambdaArbitraries.SqsEvent())

    let filled =
        { event with
            Messages = event.Messages |> List.map (fun message -> { message with Body = "shoes" })
        }

    Assert.Equal("""{"batchItemFailures":[]}""", answerOf Snippets.orders (SqsEvent.toJson filled))
