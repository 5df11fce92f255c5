module LambdaClient.FSharp.Tests.Serving
