-- Surname: an event with a first name is answered with a surname, and anybody but John gets an error.
-- It shows a failure of the function itself: a type and a message of its own, as the caller will see them.
-- The reading of JSON is only as good as this sample needs; take a JSON library for your handler.
local lambdaclient = require("lambdaclient")

local function handler(event)
  if event:match('"name"%s*:%s*"([^"]*)"') ~= "John" then
    return nil, { type = "InvalidNameError", message = "Invalid first name" }
  end
  return '{"surname":"Doe"}'
end

local _, failure = lambdaclient.run(handler)
if failure then
  io.stderr:write(failure.message, "\n")
  os.exit(1)
end
