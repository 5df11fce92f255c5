-- Echo: the life of a custom runtime in Lua: open, next, respond, close. Every event is answered with itself.
local lambdaclient = require("lambdaclient")

local client = assert(lambdaclient.open())
while true do
  local invocation = assert(client:next())
  local sent, failure = invocation:respond(invocation:payload())
  if not sent then
    -- A refused answer (too large, too late) is lost, and the next event may be served. The function run of this module also
    -- waits until a service that went away comes back.
    io.stderr:write(failure.message, "\n")
    assert(failure.category == "rejected" and not failure.is_fatal, failure)
  end
end
