namespace LambdaClient.Emulator.Tests.Support;

/// <summary>
/// A handler program in bash over curl, in a file of its own. Each event runs a piece of script that has the event in
/// <c>$event</c> and the functions <c>respond</c> and <c>fail</c>; before the first one, <c>register</c> registers an internal
/// extension without events, as programs do that want a SIGTERM.
/// </summary>
internal sealed class BashHandler : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");

    public BashHandler(string onEvent, string onInit = ":", int workers = 1)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "bootstrap");
        File.WriteAllText(
            Path,
            $$"""
            #!/bin/bash
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            call() { curl --silent --noproxy '*' "$@"; }
            respond() { call --data-binary "$1" "$api/invocation/$id/response" >/dev/null; }
            fail() { call --header "Lambda-Runtime-Function-Error-Type: $1" --data-binary "$2" "$api/invocation/$id/error" >/dev/null; }
            register() { call --header "Lambda-Extension-Name: inside" --data '{"events":[]}' "http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension/register" >/dev/null; }
            {{onInit}}
            work() {
              while event=$(call --dump-header "$1" "$api/invocation/next"); do
                id=$(tr -d '\r' <"$1" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
                {{onEvent}}
              done
            }
            for worker in $(seq 2 {{workers}}); do
              work "{{_folder.FullName}}/head-$worker" &
            done
            work "{{_folder.FullName}}/head"
            wait
            """
        );
        Programs.MakeExecutable(Path);
    }

    public string Path { get; }

    public string Beside(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
