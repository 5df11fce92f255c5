// Ahead of time: the same answers as the surname sample, without reflection.
// What reflection would find out is written by hand: a converter for each type, and type information made of it.
// Respond and Event take type information from a C# source generator as well.
open System.Text.Json
open System.Text.Json.Serialization
open System.Text.Json.Serialization.Metadata
open LambdaClient.FSharp

type Person = { Name: string }
type Answer = { Surname: string }

type PersonConverter() =
    inherit JsonConverter<Person>()

    override _.Read(reader, _, _) =
        use document = JsonDocument.ParseValue(&reader)

        match document.RootElement.TryGetProperty "name" with
        | true, name when name.ValueKind = JsonValueKind.String -> { Name = string (name.GetString()) }
        | _ -> raise (JsonException "a person has a name")

    override _.Write(writer, person, _) =
        writer.WriteStartObject()
        writer.WriteString("name", person.Name)
        writer.WriteEndObject()

type AnswerConverter() =
    inherit JsonConverter<Answer>()

    override _.Read(_, _, _) =
        raise (JsonException "an answer is only written")

    override _.Write(writer, answer, _) =
        writer.WriteStartObject()
        writer.WriteString("surname", answer.Surname)
        writer.WriteEndObject()

/// Types that are not described here are not known.
let options =
    JsonSerializerOptions(TypeInfoResolver = JsonTypeInfoResolver.Combine())

let person =
    JsonMetadataServices.CreateValueInfo<Person>(options, PersonConverter())

let answer =
    JsonMetadataServices.CreateValueInfo<Answer>(options, AnswerConverter())

let handler =
    lambda {
        match! Event.jsonWith person with
        | { Name = "John" } -> return! Respond.jsonWith answer { Surname = "Doe" }
        | _ -> return! Lambda.fail "InvalidNameError" "Invalid first name"
    }

[<EntryPoint>]
let main _ = Lambda.run handler
