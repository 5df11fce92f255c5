module LambdaClient.FSharp.Tests.FaultTests
