--- Speak the AWS Lambda Runtime API from Lua, through LuaJIT's ffi and liblambdaclient.
--
-- A function that can fail gives its value, or nil and an error: a table with code, name, category, delivery, is_fatal,
-- http_status, system_error, service_error_type, service_error_message and message, which prints as its message. What is read of
-- an event is copied, and stays valid. One client, one loop: LuaJIT has no threads.
local ffi = require("ffi")
local abi = require("lambdaclient_abi")
local reports = require("lambdaclient_reports")

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

local function text(view)
  return view.data ~= nil and ffi.string(view.data, tonumber(view.size)) or nil
end

--- Keeps what C values point to. A call makes one before its arguments and gives it to outcome or failure_of behind itself, so
-- that the collector finds everything in it until the call is over.
local function keeper()
  return {}
end

--- A view of the string's own bytes.
local function view(kept, value)
  if value == nil then
    return ffi.new("lambdaclient_view_t")
  end
  if type(value) ~= "string" then
    error("expected a string, not a " .. type(value), 3)
  end
  kept[#kept + 1] = value
  return ffi.new("lambdaclient_view_t", ffi.cast("const uint8_t *", value), #value)
end

local function struct(kept, name)
  local made = ffi.new(name)
  kept[#kept + 1] = made
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

--- An error for a status, or nothing for success; takes the error object over, and frees it. The status of an error that came
-- beside a call is its own.
local function failure_of(kept, status, place)
  if status == 0 then
    return nil
  end
  local info = struct(kept, "lambdaclient_error_info_t")
  local described = place[0] ~= nil and C.lambdaclient_error_describe(place[0], info) == 0
  status = status or info.code
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
local function outcome(kept, status, place)
  if status == 0 then
    return true
  end
  return nil, failure_of(kept, status, place)
end

--- A list of C values of a type, each set from a Lua value.
local function list(kept, type, values, set)
  local made = ffi.new(type .. "[?]", math.max(#values, 1))
  kept[#kept + 1] = made
  for i, value in ipairs(values) do
    set(kept, made, i - 1, value)
  end
  return made
end

local function set_view(kept, made, i, value)
  made[i] = view(kept, value)
end

local function set_pair(kept, made, i, pair)
  made[i].name, made[i].value = view(kept, pair[1]), view(kept, pair[2])
end

--- A failure for C, from {type =, message =, stack_trace = {...}, json =, cause =}, or from anything else, which is its message.
local function failure_struct(kept, failure)
  failure = reports.described(failure)
  local made = struct(kept, "lambdaclient_failure_t")
  made.type, made.message = view(kept, failure.type), view(kept, failure.message)
  made.json, made.cause = view(kept, failure.json), view(kept, failure.cause)
  local frames = failure.stack_trace or {}
  made.stack_trace, made.stack_trace_count = list(kept, "lambdaclient_view_t", frames, set_view), #frames
  return made
end

local Stream = {}
Stream.__index = Stream

--- Notes whether nothing more can be sent, because the stream has ended or its error may have reached the service.
local function noted(stream, is_last, done, failure)
  if (done and is_last) or (failure and failure.delivery ~= "not_sent") then
    stream.has_ended = true
  end
  return done, failure
end

--- Sends bytes, and waits until the operating system took them all.
function Stream:write(bytes)
  local kept, place = keeper(), error_place()
  return noted(self, false, outcome(kept, C.lambdaclient_stream_write(self._handle, view(kept, bytes), place), place))
end

--- Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude.
function Stream:flush()
  local place = error_place()
  return noted(self, false, outcome(keeper(), C.lambdaclient_stream_flush(self._handle, place), place))
end

--- Ends the stream with success, and waits for the service's answer.
function Stream:finish()
  local place = error_place()
  return noted(self, true, outcome(keeper(), C.lambdaclient_stream_finish(self._handle, place), place))
end

--- Ends the stream with a failure, which its caller gets behind what was sent.
function Stream:fail(failure)
  local kept, place = keeper(), error_place()
  local made = failure_struct(kept, failure)
  return noted(self, true, outcome(kept, C.lambdaclient_stream_fail(self._handle, made, place), place))
end

--- Frees the stream, at the end of every path. One that was neither finished nor failed ends with Runtime.StreamAbandoned.
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
  local failure = failure_of(keeper(), C.lambdaclient_invocation_payload(self._handle, bytes, place), place)
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
  local kept, place = keeper(), error_place()
  local context = struct(kept, "lambdaclient_context_t")
  local failure = failure_of(kept, C.lambdaclient_invocation_context(self._handle, context, place), place)
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
  local kept, place, value = keeper(), error_place(), ffi.new("lambdaclient_view_t")
  local failure = failure_of(kept, C.lambdaclient_invocation_header(self._handle, view(kept, name), value, place), place)
  if failure then
    return nil, failure
  end
  return text(value)
end

--- Milliseconds until the deadline, never below 0; nil where the service sent none.
function Invocation:remaining_ms()
  local place, remaining = error_place(), ffi.new("int64_t[1]")
  local failure = failure_of(keeper(), C.lambdaclient_invocation_remaining_ms(self._handle, remaining, place), place)
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
  local kept, place = keeper(), error_place()
  local bytes, type = view(kept, payload), view(kept, content_type)
  return outcome(kept, C.lambdaclient_respond(self._handle, bytes, type, place), place)
end

--- Reports that the invocation failed.
-- @param failure {type =, message =, stack_trace = {...}, json =, cause =}, or a text
function Invocation:fail(failure)
  local kept, place = keeper(), error_place()
  return outcome(kept, C.lambdaclient_fail(self._handle, failure_struct(kept, failure), place), place)
end

local function prelude_struct(kept, prelude)
  local headers, cookies = prelude.headers or {}, prelude.cookies or {}
  local made = struct(kept, "lambdaclient_prelude_t")
  made.status_code = within(prelude.status_code, 2 ^ 32 - 1, "status_code")
  made.headers, made.header_count = list(kept, "lambdaclient_pair_t", headers, set_pair), #headers
  made.cookies, made.cookie_count = list(kept, "lambdaclient_view_t", cookies, set_view), #cookies
  return made
end

--- Begins to answer piece by piece; nothing is sent yet. Only the stream can answer from now on.
-- @param options {content_type =, prelude = {status_code =, headers = {{name, value}, ...}, cookies = {...}}}, or nil
function Invocation:stream(options)
  options = options or {}
  local kept, place, handle = keeper(), error_place(), ffi.new("lambdaclient_stream_t *[1]")
  local made = struct(kept, "lambdaclient_stream_options_t")
  made.content_type = view(kept, options.content_type)
  made.prelude = options.prelude and prelude_struct(kept, options.prelude)
  local failure = failure_of(kept, C.lambdaclient_stream_open(self._handle, made, handle, place), place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _handle = ffi.gc(handle[0], C.lambdaclient_stream_free) }, Stream)
end

--- Gives the invocation up without an answer, on purpose: the service hands out the same event again.
function Invocation:abandon()
  local place = error_place()
  return outcome(keeper(), C.lambdaclient_abandon(self._handle, place), place)
end

--- Frees the invocation. Where it was not answered, the next turn or next reports the failure Runtime.NoAnswer.
function Invocation:free()
  C.lambdaclient_invocation_free(self._handle)
end

local Client = {}
Client.__index = Client

--- Opens a client. Nothing is sent or connected before the first call.
-- @param options {endpoint = "host:port", connect_timeout_ms =, max_event_bytes =, user_agent =, set_trace_variable = true,
--   answer_timeout_ms =, keep_alive_s =, one_write = true or false}, or nil: the endpoint of the environment variable AWS_LAMBDA_RUNTIME_API, and the defaults of the header
function lambdaclient.open(options)
  options = options or {}
  local kept, place, handle = keeper(), error_place(), ffi.new("lambdaclient_t *[1]")
  local made = struct(kept, "lambdaclient_options_t")
  made.connect_timeout_ms = within(options.connect_timeout_ms, 2 ^ 32 - 1, "connect_timeout_ms")
  made.max_event_bytes = within(options.max_event_bytes, 2 ^ 53, "max_event_bytes")
  made.answer_timeout_ms = within(options.answer_timeout_ms, 2 ^ 32 - 1, "answer_timeout_ms")
  made.keep_alive_s = within(options.keep_alive_s, 2 ^ 32 - 1, "keep_alive_s")
  made.endpoint, made.user_agent = view(kept, options.endpoint), view(kept, options.user_agent)
  made.set_trace_variable = options.set_trace_variable and 1 or 0
  if options.one_write ~= nil then
    made.one_write = options.one_write and abi.choices.one_write_on or abi.choices.one_write_off
  end
  local failure = failure_of(kept, C.lambdaclient_open(made, handle, place), place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _handle = ffi.gc(handle[0], C.lambdaclient_close) }, Client)
end

--- What a handler gave, for C.
local function answer_struct(kept, answer)
  local made = struct(kept, "lambdaclient_answer_t")
  if type(answer) == "table" and answer.failure ~= nil then
    made.kind = abi.choices.answer_failure
    made.failure = failure_struct(kept, answer.failure)
  else
    local given = type(answer) == "table" and answer or { payload = answer }
    made.kind = abi.choices.answer_response
    made.payload, made.content_type = view(kept, given.payload), view(kept, given.content_type)
  end
  return made
end

--- Delivers the answer to the invocation of the last turn, and waits for the next one, for as long as it takes. A whole runtime is
-- this call in a loop: what can be retried is retried, and every invocation gets an answer.
-- @param answer a string, which is JSON; {payload =, content_type =}; {failure =}, with what Invocation:fail takes, which also ends
--   a stream that was left open; nil for the first turn, and where respond, fail or a stream answered
-- @return the next invocation, or nil and the error, after which the program ends; and, as the third value, why the answer was not
--   taken, or may not have been, or nil
function Client:turn(answer)
  local kept, place, lost_place = keeper(), error_place(), error_place()
  local handle = ffi.new("lambdaclient_invocation_t *[1]")
  local made = answer ~= nil and answer_struct(kept, answer) or nil
  local status = C.lambdaclient_turn(self._handle, made, handle, lost_place, place)
  local lost = lost_place[0] ~= nil and failure_of(kept, nil, lost_place) or nil
  local failure = failure_of(kept, status, place)
  if failure then
    return nil, failure, lost
  end
  return setmetatable({ _handle = handle[0] }, Invocation), nil, lost
end

--- Waits for the next event, for as long as it takes: one step of a turn, without its second attempts.
function Client:next()
  local place, handle = error_place(), ffi.new("lambdaclient_invocation_t *[1]")
  local failure = failure_of(keeper(), C.lambdaclient_next(self._handle, handle, place), place)
  if failure then
    return nil, failure
  end
  return setmetatable({ _handle = handle[0] }, Invocation)
end

--- What the environment said about the function: name, version, memory_mb, log_group, log_stream, handler, task_root.
function Client:info()
  local kept, place = keeper(), error_place()
  local info = struct(kept, "lambdaclient_function_t")
  local failure = failure_of(kept, C.lambdaclient_describe_function(self._handle, info, place), place)
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
  local kept, place = keeper(), error_place()
  return outcome(kept, C.lambdaclient_fail_init(self._handle, failure_struct(kept, failure), place), place)
end

--- Waits until a snapshot of this process was taken and restored, where the function uses SnapStart.
function Client:restore_next()
  local place = error_place()
  return outcome(keeper(), C.lambdaclient_restore_next(self._handle, place), place)
end

--- Reports that the function could not go on after it was restored; exit with a status other than 0 then.
function Client:fail_restore(failure)
  local kept, place = keeper(), error_place()
  return outcome(kept, C.lambdaclient_fail_restore(self._handle, failure_struct(kept, failure), place), place)
end

--- Writes a log event in the format and from the level that the function's configuration says.
-- @param level a name of lambdaclient.levels, such as "warn"
-- @param failure what went wrong, as Invocation:fail takes it, or nil: its type, message and frames are part of the line
-- @param of_last whether it tells of the invocation before the one in hand, as what a turn says about its answer does
function Client:log(level, message, failure, of_last)
  local kept, place = keeper(), error_place()
  local details = struct(kept, "lambdaclient_log_details_t")
  details.failure = failure ~= nil and failure_struct(kept, failure) or nil
  details.of_last = of_last and 1 or 0
  local line = view(kept, reports.text_of(message))
  return outcome(kept, C.lambdaclient_log(self._handle, abi.levels[level] or 0, line, details, place), place)
end

--- Makes every later turn and next fail with cancelled; what is being handled can still be answered.
function Client:cancel()
  local place = error_place()
  return outcome(keeper(), C.lambdaclient_cancel(self._handle, place), place)
end

--- Closes the client, and frees its invocation; any number of times.
function Client:close()
  if self._handle then
    C.lambdaclient_close(ffi.gc(self._handle, nil))
    self._handle = nil
  end
end

lambdaclient.run = require("lambdaclient_loop")(lambdaclient.open, function(message)
  local failure = failure_of(keeper(), abi.codes.hook_failed, error_place())
  failure.message = "hook_failed: " .. message
  return failure
end)

--- For xpcall in a loop of one's own: what a handler raised as a failure with its frames.
lambdaclient.traced = reports.traced

return lambdaclient
