/// What the compiler says about what `let!` does not take. All mistakes are compiled in one run.
module LambdaClient.FSharp.Tests.MistakeTests

open System
open System.Diagnostics
open System.IO
open System.Reflection
open System.Text.RegularExpressions
open global.Xunit

type private Said = { Line: int; Text: string }

/// A mistake: its name, the lines that are its own, and a part of what has to be said about it first.
type private Mistake =
    {
        Name: string
        First: int
        Last: int
        Expected: string
    }

let private file = Path.Combine(__SOURCE_DIRECTORY__, "Mistakes.fs")

let private mistakes =
    let lines = File.ReadAllLines file

    let starts =
        [
            for i in 0 .. lines.Length - 1 do
                if lines[i].StartsWith "// says: " then
                    i
        ]

    List.zip starts (starts.Tail @ [ lines.Length ])
    |> List.map (fun (start, next) ->
        {
            Name = Regex.Match(lines[start + 1], @"^let (\w+)").Groups[1].Value
            First = start + 1
            Last = next
            Expected = lines[start].Substring("// says: ".Length)
        })

let private compilerPath =
    Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
    |> Seq.find (fun metadata -> metadata.Key = "FSharpCompiler")
    |> _.Value

let private compile () =
    let framework = Path.GetDirectoryName typeof<obj>.Assembly.Location

    let references =
        [
            yield! Directory.GetFiles(framework, "System*.dll")
            for name in [ "netstandard.dll"; "mscorlib.dll" ] do
                Path.Combine(framework, name)
            for part in
                [
                    typeof<list<int>>
                    typeof<LambdaClient.Response>
                    typeof<LambdaClient.FSharp.LambdaContext>
                ] do
                part.Assembly.Location
        ]
        |> List.filter (fun path -> not (path.EndsWith ".Native.dll"))

    let options =
        [
            "--noframework"
            "--targetprofile:netcore"
            "--nologo"
            "--typecheckonly"
            "--flaterrors"
            "--target:library"
            for path in references do
                $"-r:{path}"
            file
        ]

    let folder = Directory.CreateTempSubdirectory("lambdaclient-mistakes-").FullName

    try
        let response = Path.Combine(folder, "options.rsp")
        File.WriteAllLines(response, options)

        let start =
            ProcessStartInfo("dotnet", [ compilerPath; $"@{response}" ], RedirectStandardError = true)

        use compiler = Process.Start start

        let said =
            compiler.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes 5.0).Result

        compiler.WaitForExit()
        said
    finally
        Directory.Delete(folder, true)

let private said =
    lazy
        (Regex.Matches(compile (), @"Mistakes\.fs\((\d+),\d+\): (error|warning) FS\d+: (.*)")
         |> Seq.map (fun found ->
             // A flat message has a group separator in place of each line break.
             let text = Regex.Replace(found.Groups[3].Value, @"[\s\x1d]+", " ").Trim()

             {
                 Line = int found.Groups[1].Value
                 Text = $"{found.Groups[2].Value}: {text}"
             })
         |> List.ofSeq)

let private about mistake =
    said.Value
    |> List.filter (fun said -> said.Line > mistake.First && said.Line <= mistake.Last)

[<Fact>]
let ``each of 40 common mistakes gets its own sentence`` () =
    Assert.True(mistakes.Length >= 40, $"there are {mistakes.Length}")

    let wrong =
        [
            for mistake in mistakes do
                let texts = about mistake |> List.map _.Text
                let kind = mistake.Expected.Split(": ")[0]
                let part = mistake.Expected.Substring(kind.Length + 2)

                match texts with
                | first :: _ when first.StartsWith $"{kind}: " && first.Contains part -> ()
                | _ -> $"{mistake.Name}: expected {mistake.Expected}, but the compiler said {texts}"
        ]

    Assert.True(wrong.IsEmpty, String.Join("\n", wrong))

[<Fact>]
let ``no mistake gets a list of overloads`` () =
    let lists =
        said.Value
        |> List.filter (fun said -> said.Text.Contains "overload" || said.Text.Contains "Candidates")

    Assert.Empty lists

[<Fact>]
let ``nothing is said about the code that is right`` () =
    Assert.Empty(said.Value |> List.filter (fun said -> said.Line <= mistakes.Head.First))
