/// The tutorial is performed as it is read: its files are saved, its lines are typed, and what it shows is what is seen.
module LambdaClient.FSharp.Documentation.Tests.TutorialTests

open System
open System.Collections.Generic
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open LambdaClient.FSharp.Documentation.Tests.Pages
open Xunit

/// A shell that keeps its variables from step to step.
type private Shell(folder: string) =
    let shell =
        let start =
            ProcessStartInfo(
                "bash",
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true
            )

        // What is packed here stays here; everything else comes from where packages are already.
        let known =
            match Environment.GetEnvironmentVariable "NUGET_PACKAGES" with
            | null ->
                Path.Combine(Environment.GetFolderPath Environment.SpecialFolder.UserProfile, ".nuget", "packages")
            | folder -> folder

        start.Environment["NUGET_PACKAGES"] <- Path.Combine(folder, "cache")
        start.Environment["RestoreFallbackFolders"] <- known
        start.Environment["NO_COLOR"] <- "1"
        start.Environment["DOTNET_NOLOGO"] <- "1"
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] <- "1"
        // No process is left behind that would hold the folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] <- "1"
        start.Environment["UseSharedCompilation"] <- "false"
        Process.Start start

    do shell.StandardInput.WriteLine "exec 2>&1"

    /// Types lines and waits until the last one has ended; gives what was seen.
    member _.Type(lines: string) =
        let ending = $"end of {Guid.NewGuid()}"
        shell.StandardInput.Write lines
        shell.StandardInput.WriteLine $"echo; echo '{ending}'"
        shell.StandardInput.Flush()
        let seen = List<string>()
        let mutable more = true

        while more do
            match shell.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes 10.0).Result with
            | null -> failwith "the shell has ended"
            | line when line = ending -> more <- false
            | line -> seen.Add(Regex.Replace(line, "\x1b\\[[0-9;]*m", ""))

        List.ofSeq seen

    interface IDisposable with
        member _.Dispose() =
            shell.StandardInput.Close()

            if not (shell.WaitForExit 10_000) then
                shell.Kill true

            shell.Dispose()

/// What differs from one run to the next: request ids, times, seeds, and where the reader's folder is.
let private masked (folder: string) (line: string) =
    let line =
        line.Replace(folder, "/home/you").Replace(Path.GetTempPath().TrimEnd '/', "/home/you")

    Regex.Replace(line, @"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9.]+ ms|[0-9]{12,}", "~")

let private copyRepository target =
    let rec copy (from: string) (into: string) =
        Directory.CreateDirectory into |> ignore

        for file in Directory.GetFiles from do
            File.Copy(file, Path.Combine(into, Path.GetFileName file))

        for folder in Directory.GetDirectories from do
            copy folder (Path.Combine(into, Path.GetFileName folder))

    copy (Path.Combine(root, "src")) (Path.Combine(target, "src"))
    copy (Path.Combine(root, "eng")) (Path.Combine(target, "eng"))
    // The emulator brings some of the samples' events along.
    copy (Path.Combine(root, "samples", "events")) (Path.Combine(target, "samples", "events"))

    for file in
        [
            ".editorconfig"
            "Directory.Build.props"
            "Directory.Packages.props"
            "global.json"
            "LICENSE"
        ] do
        File.Copy(Path.Combine(root, file), Path.Combine(target, file))

[<Fact>]
let ``The lesson goes as the page says`` () =
    let folder = Directory.CreateTempSubdirectory("lambdaclient-tutorial-").FullName

    try
        copyRepository (Path.Combine(folder, "lambdaclient"))
        use shell = new Shell(folder)
        let mutable seen = []

        for block in blocks (read "docs/fsharp/tutorial.md") do
            match block.Language with
            | "sh" ->
                seen <- shell.Type block.Code

                let missing =
                    seen
                    |> List.tryFind (fun line -> Regex.IsMatch(line, "error (NU110[0-9]|NU1301)"))

                Assert.SkipWhen(missing.IsSome, $"because a package cannot be had: {missing}")
            | "text" ->
                let lines = seen |> List.map (masked folder)
                let mutable rest = lines

                for shown in block.Code.TrimEnd().Split '\n' do
                    rest <- rest |> List.skipWhile (fun line -> not (line.Contains(masked folder shown)))
                    let all = String.concat "\n" seen
                    Assert.False(rest.IsEmpty, $"this was not seen:\n{shown}\nbut this was:\n{all}")
            | _ ->
                let path = Regex.Match(block.Before, "`([^`]+)`:$").Groups[1].Value

                Assert.True(path <> "", $"the page does not say where this is saved:\n{block.Code}")

                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path)))
                |> ignore

                File.WriteAllText(Path.Combine(folder, path), block.Code)

        let template = File.ReadAllText(Path.Combine(folder, "template.yaml"))
        let zip = Regex.Match(template, "CodeUri: (.*)").Groups[1].Value
        use package = Compression.ZipFile.OpenRead(Path.Combine(folder, zip))
        Assert.Contains(package.Entries, fun entry -> entry.FullName = "bootstrap")
    finally
        Directory.Delete(folder, true)
