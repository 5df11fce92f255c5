-- The adapter of Lua to the behaviour suite: tests/Behaviour/README.md says what it has to do.
local lambdaclient = require("lambdaclient")

local function say(operation, failure)
  io.stderr:write(failure.message, "\n")
  io.stdout:write(operation, " ", failure.name, " ", failure.delivery, "\n")
  io.stdout:flush()
  return failure
end

-- Gives the failure of a call, which is said, or nothing.
local function try(operation, done, failure)
  return not done and say(operation, failure) or nil
end

local function lines_of(text)
  local lines = {}
  for line in (text:sub(-1) == "\n" and text or text .. "\n"):gmatch("([^\n]*)\n") do
    lines[#lines + 1] = line
  end
  return text == "" and {} or lines
end

local function failure_of(lines, first)
  return { type = lines[first], message = lines[first + 1], stack_trace = { unpack(lines, first + 2) } }
end

local fields = {
  "request_id",
  "invocation_id",
  "invoked_function_arn",
  "trace_id",
  "client_context",
  "cognito_identity",
  "tenant_id",
  "content_type",
  "deadline_ms",
  "remaining_ms",
}

local actions = {}

function actions.echo(invocation)
  return try("respond", invocation:respond(invocation:payload()))
end

function actions.size(invocation)
  return try("respond", invocation:respond(("x"):rep(tonumber((invocation:payload())))))
end

function actions.context(invocation)
  local said, lines = invocation:context(), {}
  said.remaining_ms = invocation:remaining_ms()
  for i, name in ipairs(fields) do
    local value = said[name]
    -- A number of 13 digits is not to be written with an exponent.
    local text = type(value) == "number" and ("%.0f"):format(value) or value
    lines[i] = name .. (text and "=" .. text or "") .. "\n"
  end
  return try("respond", invocation:respond(table.concat(lines), "text/plain"))
end

function actions.fail(invocation)
  return try("fail", invocation:fail(failure_of(lines_of(invocation:payload()), 1)))
end

-- Opens a stream, writes lines, and ends it; it is given up where a call of it fails.
local function streamed(invocation, pieces, operation, finish)
  local stream, failure = invocation:stream()
  failure = try("stream_open", stream, failure)
  for _, piece in ipairs(failure and {} or pieces) do
    failure = failure or try("stream_write", stream:write(piece))
  end
  failure = failure or try(operation, finish(stream))
  if stream then
    stream:free()
  end
  return failure
end

function actions.stream(invocation)
  return streamed(invocation, lines_of(invocation:payload()), "stream_finish", function(stream)
    return stream:finish()
  end)
end

actions["stream-fail"] = function(invocation)
  local lines = lines_of(invocation:payload())
  return streamed(invocation, { lines[1] }, "stream_fail", function(stream)
    return stream:fail(failure_of(lines, 2))
  end)
end

local client, failure = lambdaclient.open()
if not client then
  say("open", failure)
  os.exit(1)
end

function actions.cancel(invocation)
  client:cancel()
  return actions.echo(invocation)
end

local init_error = os.getenv("BEHAVIOUR_INIT_ERROR")
if init_error then
  try("fail_init", client:fail_init(failure_of(lines_of(init_error), 1)))
  os.exit(1)
end

local names = {}
for name in (os.getenv("BEHAVIOUR_ACTIONS") or ""):gmatch("[^,]+") do
  if not actions[name] then
    os.exit(2)
  end
  names[#names + 1] = name
end

local served = 0
while true do
  local invocation
  invocation, failure = client:next()
  if invocation then
    served = served + 1
    failure = actions[names[math.min(served, #names)] or "echo"](invocation)
    invocation:free()
  else
    say("next", failure)
    if failure.name == "cancelled" or failure.name == "connect_refused" then
      client:close()
      os.exit(failure.name == "cancelled" and 0 or 1)
    end
  end
  if failure and failure.is_fatal then
    client:close()
    os.exit(1)
  end
end
