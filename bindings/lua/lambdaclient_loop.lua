--- The loop: a turn, the handler, and again. What the loop does about an error is decided by the library, in the turn.
local life = require("lambdaclient_life")
local reports = require("lambdaclient_reports")

local Loop = {}
Loop.__index = Loop

--- One event of the function's log; to standard error where the log does not take it.
function Loop:log(level, message, failure, of_last)
  if not self.client:log(level, message, failure, of_last) then
    io.stderr:write("lambdaclient: ", message, "\n")
  end
end

--- Tells of an answer that was not delivered, or of a report before the first event.
function Loop:tell(lost, request_id)
  if not lost then
    return
  elseif not self.on_error then
    local what = request_id and "The answer to " .. request_id or "A report"
    self:log("warn", ("%s was not delivered: %s"):format(what, lost.message), nil, true)
    return
  end
  local told, failure = xpcall(function()
    self.on_error(lost)
  end, reports.traced)
  if not told then
    self:log("error", "on_error failed for " .. lost.name, failure, true)
  end
end

--- Calls a function of the handler's; gives its values, or nil and the failure.
local function call(called, ...)
  local ok, value, more = xpcall(called, reports.traced, ...)
  if ok then
    return nil, value, more
  end
  -- Where even the report ran out of stack, what came is not a table.
  return type(value) == "table" and value or reports.described(value)
end

local function marshal_error(message)
  return { type = "Runtime.MarshalError", message = message }
end

--- Sends what a function gives, piece by piece; gives the failure that ended it, if any. The turn ends a stream that is still open.
function Loop:send_pieces(invocation, pieces, content_type)
  local failure
  self.stream, failure = invocation:stream({ content_type = content_type })
  while self.stream and not failure do
    local piece, sent
    failure, piece = call(pieces)
    if not failure and piece ~= nil and type(piece) ~= "string" then
      failure = marshal_error("a piece is a " .. type(piece) .. ", not a string")
    elseif not failure and piece == nil then
      sent, failure = self.stream:finish()
      if sent then
        return nil
      end
    elseif not failure then
      sent, failure = self.stream:write(piece)
    end
  end
  return failure
end

--- What the turn delivers for an event.
function Loop:answer(handler, invocation, context)
  local failure, value, more = call(handler, invocation:payload(), context, invocation)
  local kind = type(value)
  if failure then
    -- It was raised.
  elseif value == nil then
    return more ~= nil and { failure = more } or nil
  elseif kind ~= "string" and kind ~= "function" then
    failure = marshal_error("the handler gave a " .. kind .. ", not a string, a function that gives pieces, or nil and a failure")
  elseif more ~= nil and type(more) ~= "string" then
    failure = marshal_error("the media type is a " .. type(more) .. ", not a string")
  elseif kind == "string" then
    return { payload = value, content_type = more }
  else
    failure = self:send_pieces(invocation, value, more)
    if not failure then
      return nil
    elseif self.stream and self.stream.has_ended then
      self:tell(failure, context.request_id)
      return nil
    end
  end
  self:log("error", "The handler failed", failure)
  return { failure = failure }
end

--- Runs the steps before the first event.
function Loop:begin(options, hook_failed)
  return life.begin(self.client, options, call, hook_failed, function(lost)
    self:tell(lost)
  end)
end

function Loop:serve(handler)
  local answer, request_id
  while true do
    local invocation, failure, lost = self.client:turn(answer)
    if self.stream then
      self.stream:free()
      self.stream = nil
    end
    self:tell(lost, request_id)
    if failure and failure.name == "cancelled" then
      return true
    elseif failure then
      return nil, failure
    end
    local context = invocation:context()
    request_id = context.request_id
    answer = self:answer(handler, invocation, context)
  end
end

-- @param open opens a client
-- @param hook_failed makes the error of a step that failed from a sentence
return function(open, hook_failed)
  --- Serves events with a handler until the client is cancelled; then gives true, else nil and the error that ended the loop.
  -- @param handler called with the event, a string, the table of Invocation:context, and the invocation. It gives the answer, a
  --   string, and its media type or nil; or a function that gives the pieces of a streamed answer, one by one and nil at the end; or
  --   nil and a failure; or nil alone where methods of the invocation answered. An error that it raises is logged and reported with
  --   its frames, and the next event is served.
  -- @param options nil, or a table of what differs from the defaults:
  --   client: one of your own; without it the run opens one that sets _X_AMZN_TRACE_ID before each handler
  --   init: a function that prepares the function before the first event
  --   before_snapshot, after_restore: functions that run around the snapshot, where the function uses SnapStart
  --   on_error: a function that hears of each answer that was not delivered, which the function's log tells of otherwise
  --   A step that raises an error, or gives nil and a failure, is reported as the init or restore error, and ends the run with
  --   hook_failed. There is no shutdown hook: LuaJIT runs nothing while a turn waits, so SIGTERM ends the process at once.
  return function(handler, options)
    options = options or {}
    local client, failure = options.client, nil
    if not client then
      client, failure = open({ set_trace_variable = true })
      if not client then
        return nil, failure
      end
    end
    local loop = setmetatable({ client = client, on_error = options.on_error }, Loop)
    local begun
    begun, failure = loop:begin(options, hook_failed)
    if not begun then
      return nil, failure
    end
    return loop:serve(handler)
  end
end
