-- The adapter of Lua to the behaviour suite: tests/Behaviour/README.md says what it has to do.
local ffi = require("ffi")
local lambdaclient = require("lambdaclient")

ffi.cdef("int pause(void);")

local function say(operation, failure)
  io.stderr:write(failure.message, "\n")
  io.stdout:write(operation, " ", failure.name, " ", failure.delivery, "\n")
  io.stdout:flush()
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

function actions.echo(event)
  return event
end

function actions.size(event)
  return ("x"):rep(tonumber(event))
end

function actions.context(_, said, invocation)
  local lines = {}
  said.remaining_ms = invocation:remaining_ms()
  for i, name in ipairs(fields) do
    local value = said[name]
    -- A number of 13 digits is not to be written with an exponent.
    local text = type(value) == "number" and ("%.0f"):format(value) or value
    lines[i] = name .. (text and "=" .. text or "") .. "\n"
  end
  return table.concat(lines), "text/plain"
end

function actions.fail(event)
  return nil, failure_of(lines_of(event), 1)
end

actions["fail-cause"] = function(event)
  local failure = failure_of(lines_of(event), 1)
  failure.cause = "no JSON"
  return nil, failure
end

actions["fail-huge"] = function()
  return nil, { type = "Huge", message = ("x"):rep(3 * 2 ^ 20) }
end

actions["fail-bytes"] = function()
  return nil, { type = "Odd", message = "before \255\254 behind" }
end

actions["fail-half"] = function()
  return nil, { type = "Odd", message = "before \237\160\128 behind" }
end

actions["raise-odd"] = function()
  error(setmetatable({}, { __tostring = error, __index = error }))
end

function actions.twice(event, _, invocation)
  assert(invocation:respond(event))
  return event
end

function actions.hang()
  ffi.C.pause()
end

function actions.nothing() end

function actions.raise(event)
  error(event, 0)
end

--- Gives some pieces, and then what a function does.
local function pieces_of(pieces, last)
  local sent = 0
  return function()
    sent = sent + 1
    return pieces[sent] or last and last()
  end
end

function actions.stream(event)
  return pieces_of(lines_of(event))
end

actions["stream-fail"] = function(event)
  local lines = lines_of(event)
  return pieces_of({ lines[1] }, function()
    error(failure_of(lines, 2))
  end)
end

actions["stream-raise"] = function(event)
  local lines = lines_of(event)
  return pieces_of({ lines[1] }, function()
    error(lines[2], 0)
  end)
end

local dropped = {}
actions["stream-drop"] = function(event, _, invocation)
  dropped[1] = assert(invocation:stream())
  assert(dropped[1]:write(event))
end

--- The action that the event names in its first line, with the other lines.
function actions.told(event, ...)
  local name, rest = event:match("^([^\n]*)\n(.*)$")
  local action = actions[name]
  if not action then
    os.exit(2)
  end
  return action(rest, ...)
end

local client, failure = lambdaclient.open()
if not client then
  say("open", failure)
  os.exit(1)
end

function actions.cancel(event)
  client:cancel()
  return event
end

local init_error = os.getenv("BEHAVIOUR_INIT_ERROR")
if init_error then
  local told
  told, failure = client:fail_init(failure_of(lines_of(init_error), 1))
  if not told then
    say("fail_init", failure)
  end
  os.exit(1)
end

local names = {}
for name in (os.getenv("BEHAVIOUR_ACTIONS") or ""):gmatch("[^,]+") do
  if not actions[name] then
    os.exit(2)
  end
  names[#names + 1] = name
end

local options = { client = client }
if not os.getenv("BEHAVIOUR_ERRORS") then
  function options.on_error(survived)
    say("run", survived)
  end
end
for name, how in (os.getenv("BEHAVIOUR_HOOKS") or ""):gmatch("([^,=]+)=?([^,]*)") do
  options[name] = function()
    io.stdout:write("hook ", name, "\n")
    io.stdout:flush()
    if how == "raise" then
      error(name .. " broke")
    elseif how == "fail" then
      return nil, { type = "HookBroke", message = name .. " broke" }
    end
  end
end

local served = 0
local ended
ended, failure = lambdaclient.run(function(...)
  served = served + 1
  return actions[names[math.min(served, #names)] or "echo"](...)
end, options)
if not ended then
  say("run", failure)
end
client:close()
os.exit(ended and 0 or 1)
