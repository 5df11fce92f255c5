module LambdaClient.FSharp.Tests.RuntimeTests
