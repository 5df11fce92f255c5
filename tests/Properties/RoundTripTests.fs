/// What this client writes, an independent server reads back equal: Kestrel, over a real socket.
module LambdaClient.Properties.RoundTripTests

open System
open System.Collections.Generic
open System.Collections.Immutable
open System.IO
open System.Text
open System.Text.Json
open System.Threading.Tasks
open FsCheck
open FsCheck.FSharp
open global.Xunit
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.AspNetCore.Http.Features
open Microsoft.Extensions.Logging
open LambdaClient
open LambdaClient.Properties.Bytes
open LambdaClient.Properties.Clients
open LambdaClient.Properties.Generators

/// A request as Kestrel parsed it.
type private Seen =
    {
        Method: string
        Target: string
        Segments: int
        Fields: Map<string, string>
        Body: byte[]
        Trailers: Map<string, string>
    }

/// A Runtime API that hands out one given event after another, and keeps what it is sent.
type private Service() =
    let seen = List<Seen>()
    let mutable nextFields: (string * string) list = []
    let mutable nextBody = [||]

    let keep (context: HttpContext) =
        task {
            use body = new MemoryStream()
            do! context.Request.Body.CopyToAsync body
            let request = context.Features.GetRequiredFeature<IHttpRequestFeature>()

            let toMap (fields: IHeaderDictionary) =
                Map.ofList
                    [
                        for field in fields -> field.Key.ToLowerInvariant(), String.Join("|", field.Value)
                    ]

            let trailers = context.Features.GetRequiredFeature<IHttpRequestTrailersFeature>()

            seen.Add
                {
                    Method = request.Method
                    Target = request.RawTarget
                    Segments = request.Path.Split('/').Length - 1
                    Fields = toMap context.Request.Headers
                    Body = body.ToArray()
                    Trailers =
                        if trailers.Available then
                            toMap trailers.Trailers
                        else
                            Map.empty
                }
        }

    let answer (context: HttpContext) : Task =
        task {
            do! keep context

            if HttpMethods.IsGet context.Request.Method then
                for name, value in nextFields do
                    context.Response.Headers.Append(name, value)

                context.Response.ContentLength <- int64 nextBody.Length
                do! context.Response.Body.WriteAsync(ReadOnlyMemory nextBody)
            else
                context.Response.StatusCode <- 202
                context.Response.ContentLength <- 0L
        }

    let app =
        let builder = WebApplication.CreateSlimBuilder()
        builder.Logging.ClearProviders() |> ignore

        builder.WebHost
            .UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(fun options ->
                options.RequestHeaderEncodingSelector <- fun _ -> Encoding.Latin1
                options.ResponseHeaderEncodingSelector <- fun _ -> Encoding.Latin1
                options.Limits.MaxRequestLineSize <- 64 * 1024
                options.Limits.MaxRequestHeadersTotalSize <- 128 * 1024
                options.Limits.MaxRequestBufferSize <- Nullable())
        |> ignore

        let app = builder.Build()
        app.Run(RequestDelegate answer)
        app.StartAsync().GetAwaiter().GetResult()
        app

    let client =
        RuntimeClientOptions(Endpoint = Seq.head app.Urls)
        |> RuntimeClient.Open
        |> value

    member _.Client = client

    member _.HandOut(fields, body) =
        nextFields <- fields
        nextBody <- body
        seen.Clear()

    /// The requests since the last event was set.
    member _.Seen = List.ofSeq seen

    interface IDisposable with
        member _.Dispose() =
            client.Dispose()
            app.DisposeAsync().AsTask().GetAwaiter().GetResult()

/// The one post among what the service saw after one poll.
let private postOf (service: Service) =
    match service.Seen with
    | [ poll; post ] ->
        Assert.Equal(("GET", "/2018-06-01/runtime/invocation/next"), (poll.Method, poll.Target))
        Assert.Equal("POST", post.Method)
        post
    | seen -> failwith $"{seen.Length} requests"

let private assertPath (id: string) (call: string) post =
    let parts = post.Target.Split '/'
    Assert.Equal<string[]>([| ""; "2018-06-01"; "runtime"; "invocation" |], parts[..3])
    Assert.Equal((6, call), (parts.Length, parts[5]))
    Assert.Equal(5, post.Segments)
    Assert.Equal(id, percentDecoded parts[4])

let private common (attempt: string) contentType (body: byte[]) (service: Service) =
    [
        "host", service.Client.Endpoint.Authority
        "user-agent", RuntimeClientOptions().UserAgent
        if attempt <> "" then
            "lambda-runtime-invocation-id", attempt
        "content-type", contentType
        "content-length", string body.Length
    ]

/// Kestrel refuses to send a tab, and sends no field without a value.
let private sendable = Gen.filter (fun (text: string) -> not (text.Contains '\t'))

let private events = Gen.zip3 (sendable idText) (sendable fieldValue) payload

let private handOut (service: Service) (id: string, attempt: string, body: byte[]) =
    service.HandOut(
        [
            "Lambda-Runtime-Aws-Request-Id", id
            if attempt <> "" then
                "Lambda-Runtime-Invocation-Id", attempt
        ],
        body
    )

    let invocation = value (service.Client.Next())
    Assert.Equal<byte>(body, invocation.Payload.ToArray())
    invocation

[<Fact>]
let ``events and responses go round unchanged`` () =
    use service = new Service()

    let contentTypes =
        Gen.elements
            [
                "application/json"
                "text/plain; charset=utf-8"
                "a/b; c=\"d,e\""
                "!#$%&'*+-.^_`|~:@"
            ]

    let inputs = Gen.zip3 events payload contentTypes

    Runs.check 500 (Arb.fromGen inputs) (fun ((id, attempt, _) as event, payload, contentType) ->
        let invocation = handOut service event
        Assert.Equal(ErrorCode.None, codeOf (service.Client.Respond(invocation, Response.Bytes(payload, contentType))))
        let post = postOf service
        assertPath id "response" post
        Assert.Equal<byte>(payload, post.Body)
        Assert.Equal<Map<string, string>>(Map.ofList (common attempt contentType payload service), post.Fields))

let private carried (text: string) =
    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes text)

[<Fact>]
let ``failures go round unchanged`` () =
    use service = new Service()
    let inputs = Gen.zip3 events hostileText hostileText

    Runs.check 500 (Arb.fromGen inputs) (fun ((id, attempt, _) as event, errorType, message) ->
        let invocation = handOut service event

        let error =
            FunctionError(
                errorType,
                message,
                ImmutableArray.Create message,
                Cause = ErrorCause(Message = message, Paths = ImmutableArray.Create errorType)
            )

        Assert.Equal(ErrorCode.None, codeOf (service.Client.Fail(invocation, error)))
        let post = postOf service
        assertPath id "error" post

        let fields =
            ("lambda-runtime-function-error-type", RuntimeApi.ErrorType.ForHeader error.Type)
            :: ("lambda-runtime-function-xray-error-cause", post.Fields["lambda-runtime-function-xray-error-cause"])
            :: common attempt "application/vnd.aws.lambda.error+json" post.Body service

        Assert.Equal<Map<string, string>>(Map.ofList fields, post.Fields)

        let cause =
            value (ErrorCause.Parse(post.Fields["lambda-runtime-function-xray-error-cause"]))

        Assert.Equal((carried message, carried errorType), (cause.Message, Assert.Single cause.Paths))
        use json = JsonDocument.Parse(ReadOnlyMemory post.Body)
        Assert.Equal(carried message, json.RootElement.GetProperty("errorMessage").GetString())
        Assert.Equal(carried error.Type, json.RootElement.GetProperty("errorType").GetString()))

[<Fact>]
let ``streams go round unchanged, and failures in their trailers`` () =
    use service = new Service()
    let pieces = Gen.listOf payload
    let failures = Gen.optionOf (Gen.zip hostileText hostileText)

    Runs.check 300 (Arb.fromGen (Gen.zip3 events pieces failures)) (fun ((id, attempt, _) as event, pieces, failure) ->
        let invocation = handOut service event
        let stream = value (service.Client.OpenStream(invocation, "text/plain"))
        // Only a stream that has begun has trailers.
        value (stream.Flush()) |> ignore

        for piece in pieces do
            value (stream.Write piece) |> ignore

        let ended =
            match failure with
            | None -> stream.Finish()
            | Some(errorType, message) -> stream.Fail(FunctionError(errorType, message))

        Assert.Equal(ErrorCode.None, codeOf ended)
        let post = postOf service
        assertPath id "response" post
        Assert.Equal<byte>(Array.concat pieces, post.Body)
        Assert.Equal("streaming", post.Fields["lambda-runtime-function-response-mode"])
        Assert.Equal(attempt <> "", post.Fields.ContainsKey "lambda-runtime-invocation-id")

        match failure with
        | None -> Assert.Empty post.Trailers
        | Some(errorType, message) ->
            let error = FunctionError(errorType, message)

            Assert.Equal(
                RuntimeApi.ErrorType.ForHeader error.Type,
                post.Trailers["lambda-runtime-function-error-type"]
            )

            let body =
                Convert.FromBase64String post.Trailers["lambda-runtime-function-error-body"]

            use json = JsonDocument.Parse(ReadOnlyMemory body)
            Assert.Equal(carried message, json.RootElement.GetProperty("errorMessage").GetString()))

[<Fact>]
let ``a large response arrives whole`` () =
    use service = new Service()
    let payload = Array.init (6 * 1024 * 1024) (fun i -> byte (i * 31))
    let invocation = handOut service ("7", "", payload)
    Assert.Equal(ErrorCode.None, codeOf (service.Client.Respond(invocation, Response.Bytes payload)))
    Assert.Equal<byte>(payload, (postOf service).Body)

[<Fact>]
let ``an init failure arrives as one request`` () =
    // A client that has reported an init failure makes no other call, so each input has its own.
    let property (errorType, message) =
        use service = new Service()
        Assert.Equal(ErrorCode.None, codeOf (service.Client.FailInit(FunctionError(errorType, message))))
        let post = Assert.Single service.Seen
        Assert.Equal("/2018-06-01/runtime/init/error", post.Target)
        use json = JsonDocument.Parse(ReadOnlyMemory post.Body)
        Assert.Equal(carried message, json.RootElement.GetProperty("errorMessage").GetString())

    Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20).WithQuietOnSuccess true,
        Prop.forAll (Arb.fromGen (Gen.zip hostileText hostileText)) property
    )
