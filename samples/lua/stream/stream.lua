-- Stream: pieces are sent as they are made, so 200 MB need no more memory than one piece. The event
-- {"pieces": 12, "pieceBytes": 1} says how many and how large, and failAfter after how many to fail. What was sent stays sent: a
-- failure follows it, and the function's caller sees both.
local lambdaclient = require("lambdaclient")

local function number(event, name)
  return tonumber(event:match('"' .. name .. '"%s*:%s*(%d+)'))
end

local function handler(event)
  local pieces, fail_after = assert(number(event, "pieces")), number(event, "failAfter")
  local piece, sent = ("."):rep(assert(number(event, "pieceBytes"))), 0
  return function()
    if sent == fail_after then
      error({ type = "OutOfPieces", message = "No piece is left after " .. sent, stack_trace = {} })
    end
    sent = sent + 1
    return sent <= pieces and piece or nil
  end
end

assert(lambdaclient.run(handler))
