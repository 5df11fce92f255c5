module Handlers

open LambdaClient.FSharp

type Person = { Name: string }

let greet word =
    lambda {
        let! person = Event.json<Person>
        return! Respond.json $"{word} {person.Name}"
    }
