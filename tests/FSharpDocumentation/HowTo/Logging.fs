/// docs/fsharp/how-to/logging.md
module LambdaClient.FSharp.Documentation.Tests.HowTo.Logging

open System.Text.RegularExpressions
open LambdaClient
open LambdaClient.FSharp
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

let pay =
    lambda {
        let! order = Event.json<int>
        do! Log.info $"order {order} is paid"
        do! Log.fields FunctionLogLevel.Warn "little is left" [ "item", "tea"; "count", 3 ]
        do! Log.debug "not written, unless the level is DEBUG"
        return! Respond.text "paid"
    }

let private line = Regex(@"[0-9T:.-]+Z\b|\brequest\b")

[<Fact>]
let ``lines are as the page shows them`` () =
    let page = read "docs/fsharp/how-to/logging.md"
    let masked (text: string) = line.Replace(text, "~")
    let shown = Regex(@"8476a536-[0-9a-f-]+").Replace(page, "request") |> masked

    for format in [ FunctionLogFormat.Text; FunctionLogFormat.Json ] do
        let _, log = logged format FunctionLogLevel.Info "17" pay
        let lines = (masked log).TrimEnd().Split '\n'
        Assert.Equal(2, lines.Length)
        Assert.All(lines, fun written -> Assert.Contains($"\n    {written}\n", shown))

let audited (log: FunctionLog) handler =
    Runtime.defaults |> Runtime.withLog log |> Runtime.run handler

let level (handler: Handler) : Handler =
    fun context ->
        context.Log.Debug $"{context.RequestId} begins"
        handler context

[<Fact>]
let ``outside a computation the context has the log`` () =
    let _, log = logged FunctionLogFormat.Text FunctionLogLevel.Debug "17" (level pay)
    Assert.Contains("request begins", log)
    Assert.Contains("not written, unless the level is DEBUG", log)
