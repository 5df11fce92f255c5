/// Every piece of code in docs/fsharp is compiled somewhere, word for word; TutorialTests performs the tutorial.
module LambdaClient.FSharp.Documentation.Tests.PageTests

open System.IO
open System.Text.RegularExpressions
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

let private pages =
    Directory.GetFiles(Path.Combine(root, "docs/fsharp"), "*.md", SearchOption.AllDirectories)

let private filesOf language =
    let under folder =
        Directory.GetFiles(Path.Combine(root, folder), "*.fs", SearchOption.AllDirectories)

    match language with
    | "fsharp" -> Array.append (under "tests/FSharpDocumentation") (under "samples/fsharp")
    | "csharp" -> [| Path.Combine(root, "tests/TestingCSharp/HandlerTests.cs") |]
    | other -> failwith $"nothing compiles {other}"

/// C# stands inside a method, where it is indented.
let private comparable language (code: string) =
    if language = "csharp" then
        code.Split '\n' |> Array.map _.Trim() |> String.concat "\n"
    else
        code

[<Fact>]
let ``Each piece of code stands in a file that is compiled`` () =
    for page in pages do
        if Path.GetFileName page <> "tutorial.md" then
            // What a Dockerfile says is compared by the test documentation-images.
            for block in
                blocks (File.ReadAllText page)
                |> Seq.filter (fun block -> block.Language <> "dockerfile") do
                let code = comparable block.Language block.Code

                let isCompiled =
                    filesOf block.Language
                    |> Array.exists (fun file -> (comparable block.Language (File.ReadAllText file)).Contains code)

                Assert.True(isCompiled, $"{page}: no compiled file has\n{block.Code}")

[<Fact>]
let ``Each fence is a block that was looked at, and each link leads to a file`` () =
    for page in pages do
        let text = File.ReadAllText page
        Assert.Equal(Regex.Matches(text, "^```", RegexOptions.Multiline).Count, 2 * (blocks text).Length)

        for link in Regex.Matches(text, @"\]\(([^)#]+)(#[^)]*)?\)") do
            let target = Path.Combine(Path.GetDirectoryName page, link.Groups[1].Value)
            Assert.True(File.Exists target || Directory.Exists target, $"{page}: {link.Value} leads nowhere")
