--- Speak the AWS Lambda Runtime API from Lua, through LuaJIT's ffi and liblambdaclient.
--
-- A function that can fail gives its value, or nil and an error: a table with code, name, category, delivery, is_fatal,
-- http_status, system_error, service_error_type, service_error_message and message, which prints as its message. What is read of
-- an event is copied, and stays valid. One client, one loop: LuaJIT has no threads.
local ffi = require("ffi")
local abi = require("lambdaclient_abi")

local lambdaclient = { codes = abi.codes, levels = abi.levels }

local function load()
  local name = "liblambdaclient.so.0"
  local folder = os.getenv("LAMBDACLIENT_LIB_DIR")
  local path = folder and folder ~= "" and folder .. "/" .. name or name
  local loaded, library = pcall(ffi.load, path)
  if not loaded then
    error(library .. "; set LAMBDACLIENT_LIB_DIR to its folder, or put its folder on LD_LIBRARY_PATH", 0)
  end
  local found = library.lambdaclient_abi_version()
  if found < abi.VERSION then
    error(path .. " has ABI " .. found .. ", and this module needs " .. abi.VERSION .. "; install a newer one", 0)
  end
  return library
end

local C = load()

-- What a C value points to lives as long as the value itself.
local kept = setmetatable({}, { __mode = "k" })

local function text(view)
  return view.data ~= nil and ffi.string(view.data, tonumber(view.len)) or nil
end

local function view(value)
  if value == nil then
    return ffi.new("lambdaclient_view_t")
  end
  if type(value) ~= "string" then
    error("expected a string, not a " .. type(value), 3)
  end
  return ffi.new("lambdaclient_view_t", ffi.cast("const uint8_t *", value), #value)
end

local function struct(name)
  local made = ffi.new(name)
  made.struct_size = ffi.sizeof(name)
  return made
end

--- A number that does not fit its field would be cut without a word.
local function within(value, largest, name)
  value = value or 0
  if type(value) ~= "number" or value < 0 or value > largest or value ~= math.floor(value) then
    error(name .. " is " .. tostring(value) .. "; use a whole number from 0 to " .. string.format("%.0f", largest), 3)
  end
  return value
end

local Error = {}
Error.__index = Error
Error.__tostring = function(self)
  return self.message
end

local function error_place()
  return ffi.new("lambdaclient_error_t *[1]")
end

--- The error of a status, or nothing for success; takes the error object over, and frees it.
local function failure_of(status, place)
  if status == 0 then
    return nil
  end
  local info = struct("lambdaclient_error_info_t")
  local described = place[0] ~= nil and C.lambdaclient_error_describe(place[0], info) == 0
  local failure = setmetatable({
    code = status,
    name = ffi.string(C.lambdaclient_status_name(status)),
    category = ffi.string(C.lambdaclient_status_category_name(status)),
    delivery = described and abi.deliveries[info.delivery] or "not_sent",
    is_fatal = C.lambdaclient_status_is_fatal(status) ~= 0,
    http_status = info.http_status,
    system_error = info.system_error,
    service_error_type = text(info.service_error_type),
    service_error_message = text(info.service_error_message),
  }, Error)
  failure.message = described and text(info.message) or failure.name
  C.lambdaclient_error_free(place[0])
  return failure
end

--- true, or nil and the error.
local function outcome(status, place)
  if status == 0 then
    return true
  end
  return nil, failure_of(status, place)
end

--- A list of C values of a type, each set from a Lua value.
local function list(type, values, set)
  local made = ffi.new(type .. "[?]", math.max(#values, 1))
  for i, value in ipairs(values) do
    set(made, i - 1, value)
  end
  kept[made] = values
  return made
end

local function set_view(made, i, value)
  made[i] = view(value)
end

local function set_pair(made, i, pair)
  made[i].name, made[i].value = view(pair[1]), view(pair[2])
end

--- What somebody raised may hold anything; nothing of it may keep the failure from being reported.
local function as_text(value)
  return value ~= nil and tostring(value) or nil
end

--- A failure, {type =, message =, stack_trace = {...}, json =, cause =}, or anything else, which is its message.
local function failure_struct(failure)
  if type(failure) ~= "table" then
    failure = { message = failure }
  end
  local texts, frames = {}, {}
  for _, name in ipairs({ "type", "message", "json", "cause" }) do
    texts[name] = as_text(failure[name])
  end
  for i, frame in ipairs(type(failure.stack_trace) == "table" and failure.stack_trace or {}) do
    frames[i] = as_text(frame)
  end
  local made = struct("lambdaclient_failure_t")
  made.type, made.message = view(texts.type), view(texts.message)
  made.json, made.cause = view(texts.json), view(texts.cause)
  made.stack_trace, made.stack_trace_count = list("lambdaclient_view_t", frames, set_view), #frames
  kept[made] = { texts, made.stack_trace }
  return made
end

local Stream = {}
Stream.__index = Stream

--- Sends bytes, and waits until the operating system took them all.
function Stream:write(bytes)
  local place = error_place()
  return outcome(C.lambdaclient_stream_write(self._handle, view(bytes), place), place)
end

--- Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude.
function Stream:flush()
  local place = error_place()
  return outcome(C.lambdaclient_stream_flush(self._handle, place), place)
end

--- Ends the stream with success, and waits for the service's answer.
function Stream:finish()
  local place = error_place()
  return outcome(C.lambdaclient_stream_finish(self._handle, place), place)
end

--- Ends the stream with a failure, which its caller gets behind what was sent.
function Stream:fail(failure)
  local place, made = error_place(), failure_struct(failure)
  return outcome(C.lambdaclient_stream_fail(self._handle, made, place), place)
end

--- Breaks off a stream that was neither finished nor failed; at the end of every path.
function Stream:free()
  if self._handle then
    C.lambdaclient_stream_free(ffi.gc(self._handle, nil))
    self._handle = nil
  end
end

local Invocation = {}
Invocation.__index = Invocation

--- The event, exactly as the caller of the function sent it.
function Invocation:payload()
  local place, bytes = error_place(), ffi.new("lambdaclient_view_t")
  local failure = failure_of(C.lambdaclient_invocation_payload(self._handle, bytes, place), place)
  if failure then
    return nil, failure
  end
  return text(bytes) or ""
end

local context_texts = {
  "request_id",
  "invocation_id",
  "invoked_function_arn",
  "trace_id",
  "client_context",
  "cognito_identity",
  "tenant_id",
  "content_type",
}

--- What the service says about the invocation: a table with request_id, invocation_id, invoked_function_arn, trace_id,
-- client_context and cognito_identity (JSON as it was sent), tenant_id, content_type, deadline_ms; what did not come is nil.
function Invocation:context()
  local place, context = error_place(), struct("lambdaclient_context_t")
  local failure = failure_of(C.lambdaclient_invocation_context(self._handle, context, place), place)
  if failure then
    return nil, failure
  end
  local deadline = tonumber(context.deadline_ms)
  local said = { deadline_ms = deadline >= 0 and deadline or nil }
  for _, name in ipairs(context_texts) do
    said[name] = text(context[name])
  end
  return said
end

--- The value of any header field of the event, its name in any case; nil where there is none.
function Invocation:header(name)
  local place, value = error_place(), ffi.new("lambdaclient_view_t")
  local failure = failure_of(C.lambdaclient_invocation_header(self._handle, view(name), value, place), place)
  if failure then
    return nil, failure
  end
  return text(value)
end

--- Milliseconds until the deadline, never below 0; nil where the service sent none.
function Invocation:remaining_ms()
  local place, remaining = error_place(), ffi.new("int64_t[1]")
  local failure = failure_of(C.lambdaclient_invocation_remaining_ms(self._handle, remaining, place), place)
  if failure then
    return nil, failure
  end
  local left = tonumber(remaining[0])
  return left >= 0 and left or nil
end

--- Answers the invocation, which is consumed unless the error's delivery is not_sent.
-- @param payload the answer
-- @param content_type its media type; application/json if nil
function Invocation:respond(payload, content_type)
  local place, client = error_place(), self._client._handle
  return outcome(C.lambdaclient_respond(client, self._handle, view(payload), view(content_type), place), place)
end

--- Reports that the invocation failed.
-- @param failure {type =, message =, stack_trace = {...}, json =, cause =}, or a text
function Invocation:fail(failure)
  local place, made = error_place(), failure_struct(failure)
  return outcome(C.lambdaclient_fail(self._client._handle, self._handle, made, place), place)
end

local function prelude_struct(prelude)
  local headers, cookies = prelude.headers or {}, prelude.cookies or {}
  local made = struct("lambdaclient_prelude_t")
  made.status_code = within(prelude.status_code, 2 ^ 31 - 1, "status_code")
  made.headers, made.header_count = list("lambdaclient_pair_t", headers, set_pair), #headers
  made.cookies, made.cookie_count = list("lambdaclient_view_t", cookies, set_view), #cookies
  kept[made] = { made.headers, made.cookies }
  return made
end

--- Begins to answer piece by piece; nothing is sent yet. Only the stream can answer from now on.
-- @param options {content_type =, prelude = {status_code =, headers = {{name, value}, ...}, cookies = {...}}}, or nil
function Invocation:stream(options)
  options = options or {}
  local place, handle = error_place(), ffi.new("lambdaclient_stream_t *[1]")
  local made = struct("lambdaclient_stream_options_t")
  local prelude = options.prelude and prelude_struct(options.prelude)
  made.content_type, made.prelude = view(options.content_type), prelude
  local status = C.lambdaclient_stream_open(self._client._handle, self._handle, made, handle, place)
  kept[made] = prelude
  local failure = failure_of(status, place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _handle = ffi.gc(handle[0], C.lambdaclient_stream_free) }, Stream)
end

--- Gives the invocation up without an answer; does nothing where it was answered.
function Invocation:free()
  C.lambdaclient_invocation_free(self._handle)
end

local Client = {}
Client.__index = Client

--- Opens a client. Nothing is sent or connected before the first call.
-- @param options {endpoint = "host:port", connect_timeout_ms =, max_event_bytes =, user_agent =, set_trace_variable = true}, or
--   nil: the endpoint of the environment variable AWS_LAMBDA_RUNTIME_API, and the defaults of the header
function lambdaclient.open(options)
  options = options or {}
  local place, handle, made = error_place(), ffi.new("lambdaclient_t *[1]"), struct("lambdaclient_options_t")
  made.connect_timeout_ms = within(options.connect_timeout_ms, 2 ^ 32 - 1, "connect_timeout_ms")
  made.max_event_bytes = within(options.max_event_bytes, 2 ^ 53, "max_event_bytes")
  made.endpoint, made.user_agent = view(options.endpoint), view(options.user_agent)
  made.set_trace_variable = options.set_trace_variable and 1 or 0
  local failure = failure_of(C.lambdaclient_open(made, handle, place), place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _handle = ffi.gc(handle[0], C.lambdaclient_close) }, Client)
end

--- Waits for the next event, for as long as it takes.
function Client:next()
  local place, handle = error_place(), ffi.new("lambdaclient_invocation_t *[1]")
  local failure = failure_of(C.lambdaclient_next(self._handle, handle, place), place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _client = self, _handle = handle[0] }, Invocation)
end

--- What the environment said about the function: name, version, memory_mb, log_group, log_stream, handler, task_root.
function Client:info()
  local place, info = error_place(), struct("lambdaclient_function_t")
  local failure = failure_of(C.lambdaclient_function(self._handle, info, place), place)
  if failure then
    return nil, failure
  end
  local said = { memory_mb = info.memory_mb > 0 and info.memory_mb or nil }
  for _, name in ipairs({ "name", "version", "log_group", "log_stream", "handler", "task_root" }) do
    said[name] = text(info[name])
  end
  return said
end

--- Reports that the function could not start; exit with a status other than 0 then.
function Client:fail_init(failure)
  local place, made = error_place(), failure_struct(failure)
  return outcome(C.lambdaclient_fail_init(self._handle, made, place), place)
end

--- Waits until a snapshot of this process was taken and restored, where the function uses SnapStart.
function Client:restore_next()
  local place = error_place()
  return outcome(C.lambdaclient_restore_next(self._handle, place), place)
end

--- Reports that the function could not go on after it was restored; exit with a status other than 0 then.
function Client:fail_restore(failure)
  local place, made = error_place(), failure_struct(failure)
  return outcome(C.lambdaclient_fail_restore(self._handle, made, place), place)
end

--- Writes a log event in the format and from the level that the function's configuration says.
-- @param level a name of lambdaclient.levels, such as "warn"
function Client:log(level, message)
  local place = error_place()
  return outcome(C.lambdaclient_log(self._handle, abi.levels[level] or 0, view(message), nil, place), place)
end

--- Makes every later next fail with cancelled; what is being handled can still be answered.
function Client:cancel()
  local place = error_place()
  return outcome(C.lambdaclient_cancel(self._handle, place), place)
end

--- Closes the client, and frees its invocation; any number of times.
function Client:close()
  if self._handle then
    C.lambdaclient_close(ffi.gc(self._handle, nil))
    self._handle = nil
  end
end

lambdaclient.run = require("lambdaclient_loop")(lambdaclient.open)

return lambdaclient
