/// F# types as JSON: round trips, shapes, and decode errors that name the path.
module LambdaClient.FSharp.Tests.JsonTests
