/// Types that say null, which the compiler records only where nullness is on.
module LambdaClient.FSharp.Tests.NullableTypes

type Noted = { Name: string; Note: string | null }

type Remarked =
    | Nothing
    | Remark of text: string * by: (string | null)
