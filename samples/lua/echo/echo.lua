-- Echo: the life of a custom runtime in Lua: open, then a turn for each event. Every event is answered with itself.
local lambdaclient = require("lambdaclient")

local client = assert(lambdaclient.open())
local answer
while true do
  -- A turn delivers the last answer and waits for the next event. It retries what can be retried.
  local invocation, failure, undelivered = client:turn(answer)
  if undelivered then
    -- A refused answer (too large, too late) is lost, and the next event is served.
    io.stderr:write(undelivered.message, "\n")
  end
  answer = assert(invocation, failure):payload()
end
