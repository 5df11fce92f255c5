-- Runtime: a whole custom runtime for Lua, a language that AWS has no runtime for. It runs the function that _HANDLER names, such
-- as greeting.handler: the function handler of the table that greeting.lua in LAMBDA_TASK_ROOT returns. What keeps it from starting
-- is an init error; what it raises is told to the caller, with its frames; SnapStart and X-Ray's trace id are taken care of.
-- Retries, pauses and answers that cannot be sent are the turn's business, so that there is nothing about them here.
local lambdaclient = require("lambdaclient")

local function fail(failure)
  io.stderr:write(tostring(failure.message), "\n")
  os.exit(1)
end

local client, failure = lambdaclient.open({ set_trace_variable = true })
if not client then
  fail(failure)
end

local function load_handler()
  local info = client:info()
  package.path = (info.task_root or ".") .. "/?.lua;" .. package.path
  local module, name = (info.handler or ""):match("^(.+)%.([^.]+)$")
  if not module then
    error({ type = "Runtime.MalformedHandlerName", message = "_HANDLER is not of the form module.function" })
  end
  local loaded, functions = pcall(require, module)
  if not loaded then
    error({ type = "Runtime.ImportModuleError", message = tostring(functions) })
  end
  local handler = type(functions) == "table" and functions[name]
  if type(handler) ~= "function" then
    error({ type = "Runtime.HandlerNotFound", message = "module " .. module .. " has no function " .. name })
  end
  return handler
end

local loaded, handler = pcall(load_handler)
if not loaded then
  client:fail_init(handler)
  fail(handler)
end
if os.getenv("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start" then
  assert(client:restore_next())
end

local answer
while true do
  local invocation, ended, undelivered = client:turn(answer)
  if undelivered then
    client:log("error", undelivered.message)
  end
  if not invocation then
    fail(ended)
  end
  local handled, value = xpcall(handler, lambdaclient.traced, invocation:payload(), invocation:context())
  if not handled then
    client:log("error", "the handler failed", value)
  end
  answer = handled and tostring(value) or { failure = value }
end
