--- The loop: next, handler, answer, and again, with the policy of the library's other languages: a call is made again only where
-- that can help and cannot do harm, at most 6 times in a row; pauses double from 10 ms to 1 s, and each is shortened by up to a
-- half at random.
local ffi = require("ffi")

ffi.cdef("int poll(void *descriptors, unsigned long count, int timeout_ms);")

local max_attempts = 6

local function report(failure)
  io.stderr:write("lambdaclient: ", tostring(failure), "\n")
end

local Policy = {}
Policy.__index = Policy

function Policy:succeeded()
  self.failures = 0
end

function Policy:count(failure)
  self.failures = self.failures + 1
  if self.failures >= max_attempts then
    return "stop"
  end
  self.on_error(failure)
  local doubled = math.min(10 * 2 ^ (self.failures - 1), 1000)
  self.pause_ms = doubled * (1 - math.random() / 2)
  return "again"
end

function Policy:after_next(failure)
  return (failure.is_fatal or failure.name == "cancelled") and "stop" or self:count(failure)
end

--- "replace" means that the answer is itself what cannot be sent: the error goes in its place.
function Policy:after_post(failure, answer)
  if failure.is_fatal then
    return "stop"
  end
  -- Nothing left, so the invocation still waits: the same answer again, if it is not itself what cannot be sent.
  local is_waiting = failure.delivery == "not_sent" and failure.category ~= "state"
  if is_waiting and failure.category ~= "usage" and not answer.pieces then
    return self:count(failure)
  end
  self.on_error(failure)
  -- A second run of whoever makes a stream could do its work twice.
  return is_waiting and not answer.failure and "replace" or "poll"
end

local function pause(milliseconds)
  ffi.C.poll(nil, 0, math.ceil(milliseconds))
end

--- What a function raised, as a failure: the fields of a table that has some of a failure, else the thing's text.
local function described(raised)
  if type(raised) == "table" and (raised.type or raised.message or raised.json) then
    local failure = {}
    for _, name in ipairs({ "type", "message", "stack_trace", "json", "cause" }) do
      failure[name] = raised[name]
    end
    return failure
  end
  return { message = tostring(raised) }
end

--- The same with the frames, if it brings none: those down to where this module called the function.
local function traced(raised)
  local failure = described(raised)
  if not failure.stack_trace then
    local frames = {}
    for line in debug.traceback("", 2):gmatch("\n\t([^\n]+)") do
      if line:find("lambdaclient_loop.lua:", 1, true) then
        frames[#frames] = nil
        break
      end
      frames[#frames + 1] = line
    end
    failure.stack_trace = frames
  end
  return failure
end

--- The function's log gets the whole failure.
local function shown(failure)
  io.stderr:write("[ERROR] ", tostring(failure.type or "Error"), ": ", tostring(failure.message), "\n")
  for _, frame in ipairs(type(failure.stack_trace) == "table" and failure.stack_trace or {}) do
    io.stderr:write("\t", tostring(frame), "\n")
  end
  return failure
end

local function answer_of(handler, invocation)
  local ok, value, more = xpcall(handler, traced, invocation:payload(), invocation:context())
  if not ok then
    return { failure = shown(value) }
  elseif type(value) == "function" then
    return { pieces = value, content_type = more }
  elseif type(value) == "string" then
    return { bytes = value, content_type = more }
  elseif value == nil and more ~= nil then
    return { failure = described(more) }
  end
  local message = "the handler gave a " .. type(value) .. ", not a string, a function that gives pieces, or nil and a failure"
  return { failure = shown({ type = "Runtime.MarshalError", message = message }) }
end

local function send_pieces(invocation, answer)
  local stream, failure = invocation:stream({ content_type = answer.content_type })
  if not stream then
    return nil, failure
  end
  local sent
  repeat
    local ok, piece = xpcall(answer.pieces, traced)
    if ok and piece ~= nil and type(piece) ~= "string" then
      ok, piece = false, { type = "Runtime.MarshalError", message = "a piece is a " .. type(piece) .. ", not a string" }
    end
    if not ok then
      sent, failure = stream:fail(shown(piece))
      piece = nil
    elseif piece == nil then
      sent, failure = stream:finish()
    else
      sent, failure = stream:write(piece)
    end
  until piece == nil or not sent
  if failure and failure.delivery == "not_sent" then
    report(failure)
    sent, failure = stream:fail(failure)
  end
  stream:free()
  return sent, failure
end

local function send(invocation, answer)
  if answer.failure then
    return invocation:fail(answer.failure)
  elseif answer.pieces then
    return send_pieces(invocation, answer)
  end
  return invocation:respond(answer.bytes, answer.content_type)
end

--- Gives nothing, or the error that ends the loop.
local function deliver(invocation, answer, policy)
  while true do
    local sent, failure = send(invocation, answer)
    local move = sent and "poll" or policy:after_post(failure, answer)
    if move == "stop" then
      return failure
    elseif move == "poll" then
      return nil
    elseif move == "replace" then
      answer = { failure = { message = failure.message } }
    else
      pause(policy.pause_ms)
    end
  end
end

return function(open)
  --- Serves events with a handler until the client is cancelled; then gives true, else nil and the error that ended the loop.
  -- @param handler called with the event, a string, and the table of Invocation:context. It gives the answer, a string, and its
  --   media type or nil; or a function that gives the pieces of a streamed answer, one by one and nil at the end; or nil and a
  --   failure. An error that it raises is reported with its frames, and the next event is served.
  -- @param options {client =, on_error = function(error) end}, or nil
  return function(handler, options)
    options = options or {}
    local client, failure = options.client, nil
    if not client then
      client, failure = open({ set_trace_variable = true })
      if not client then
        return nil, failure
      end
    end
    math.randomseed(os.time() + tonumber(ffi.cast("intptr_t", ffi.cast("void *", client._handle))) % 1000003)
    local policy = setmetatable({ failures = 0, on_error = options.on_error or report }, Policy)
    while true do
      local invocation
      invocation, failure = client:next()
      if invocation then
        policy:succeeded()
        failure = deliver(invocation, answer_of(handler, invocation), policy)
        invocation:free()
        if failure then
          return nil, failure
        end
        policy:succeeded()
      elseif failure.name == "cancelled" then
        return true
      elseif policy:after_next(failure) == "stop" then
        return nil, failure
      else
        pause(policy.pause_ms)
      end
    end
  end
end
