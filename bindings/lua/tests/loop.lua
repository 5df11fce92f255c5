-- The loop against a scripted service: each event is handled once, its caller gets an answer, and the next event is served.
--   luajit loop.lua
local folder = arg[0]:match("^(.*/)") or "./"
local start = dofile(folder .. "service.lua")
local lambdaclient = require("lambdaclient")

-- The log of failures on purpose is no use here.
local ffi = require("ffi")
ffi.cdef("int setenv(const char *name, const char *value, int replaces);")
ffi.C.setenv("AWS_LAMBDA_LOG_LEVEL", "FATAL", 1)

local tests = {}

local function equal(actual, expected)
  if actual ~= expected then
    error(("got %s, not %s"):format(tostring(actual), tostring(expected)), 2)
  end
end

--- Serves one event for each handler of a list, and one more that is answered; gives the posts of the list, and what on_error got.
local function serve(handlers, script)
  script = script or {}
  script.events = {}
  for i = 1, #handlers + 1 do
    script.events[i] = "event " .. i
  end
  local service, handled, lost = start(script), {}, {}
  local client = assert(lambdaclient.open({ endpoint = service.endpoint }))
  local served, failure = lambdaclient.run(function(event)
    handled[#handled + 1] = event
    local handler = handlers[#handled]
    if handler then
      return handler(event)
    end
    return "fine"
  end, {
    client = client,
    on_error = function(survived)
      lost[#lost + 1] = survived.name
    end,
  })
  equal(served, nil)
  equal(failure.name, "state_transition_rejected")
  client:close()
  local posts = service:finish()
  equal(table.concat(handled, ", "), table.concat(script.events, ", "))
  equal(#posts, #handlers + 1)
  equal(table.remove(posts).body, "fine")
  return posts, lost
end

--- One event, whose handler gives or raises something.
local function report_of(handler)
  return serve({ handler })[1]
end

local function raising(raised)
  return function()
    error(raised, 0)
  end
end

local function includes(text, part)
  if not text:find(part, 1, true) then
    error(("%q is not in %q"):format(part, text:sub(1, 500)), 2)
  end
end

local function nothing_works()
  error("nothing works")
end

local mute = setmetatable({}, { __tostring = nothing_works, __index = nothing_works })

function tests.failures_of_every_kind_are_reported_with_the_best_text_there_is()
  local kinds = {
    { { type = "Own", message = "m", cause = "this is not JSON" }, "Own", '"m"' },
    { { type = "Own", message = "m", cause = '{"message": "\\ud800"}' }, "Own", '"m"' },
    { { type = "Own", message = "half \237\160\128 a pair" }, "Own", "a pair" },
    { { type = "O\255wn", message = "no \255 UTF-8", stack_trace = { "\192" } }, "", "UTF-8" },
    { { type = "Own", message = ("x"):rep(3000000) }, "Own", "xxx" },
    { { type = "Own", message = "nul \0, control \27" }, "Own", "control" },
    { { type = "Own", message = "m", json = "{" }, "Own", '"m"' },
    { { type = mute, message = mute }, "", "table without a text" },
    { mute, "", "table without a text" },
    { setmetatable({}, {
      __tostring = function()
        return 1
      end,
    }), "", "table without a text" },
    { coroutine.create(print), "", "thread" },
    { ("text \255"), "Error", "text" },
  }
  for _, kind in ipairs(kinds) do
    for _, handler in ipairs({
      raising(kind[1]),
      function()
        return nil, kind[1]
      end,
    }) do
      local post = report_of(handler)
      includes(post.path, "/error")
      includes(post.error_type, kind[2])
      includes(post.body, kind[3])
    end
  end
end

function tests.a_stack_that_overflows_is_reported()
  local function deeper()
    return 1 + deeper()
  end
  includes(report_of(deeper).body, "stack overflow")
end

function tests.a_media_type_that_is_none()
  local post = report_of(function()
    return "1", 2
  end)
  includes(post.body, "the media type is a number, not a string")
  local posts, lost = serve({
    function()
      return "1", "text/\rplain"
    end,
  })
  includes(posts[1].path, "/error")
  includes(posts[1].body, "content_type_invalid")
  equal(lost[1], "content_type_invalid")
end

function tests.an_error_before_and_after_the_first_piece()
  local posts = serve({
    function()
      return raising({ type = "Early", message = "m" })
    end,
    function()
      local count = 0
      return function()
        count = count + 1
        return count == 1 and "piece" or raising({ type = "Late", message = "m" })()
      end
    end,
    function()
      local count = 0
      return function()
        count = count + 1
        return count < 3 and "piece" or nil
      end
    end,
  })
  includes(posts[1].path, "/error")
  includes(posts[1].error_type, "Early")
  equal(posts[2].body, "piece")
  includes(posts[2].error_type, "Late")
  equal(posts[3].body, "piecepiece")
end

function tests.a_refused_answer_is_told_and_not_the_end()
  local _, lost = serve({
    function()
      return "1"
    end,
    function()
      return "2"
    end,
  }, { statuses = { 413, 410 } })
  equal(table.concat(lost, " "), "payload_too_large invocation_timed_out")
end

function tests.an_observer_that_fails_is_borne()
  local service = start({ events = { "1", "2" }, statuses = { 413 } })
  local client = assert(lambdaclient.open({ endpoint = service.endpoint }))
  lambdaclient.run(function()
    return "fine"
  end, { client = client, on_error = nothing_works })
  equal(#service:finish(), 2)
end

function tests.a_service_that_is_away_for_a_while_gets_the_answer()
  local posts = serve({
    function()
      return "first"
    end,
  }, { away_after = 1 })
  equal(posts[1].body, "first")
end

--- A loop of one's own: what is posted for an event that is handled so; the next one is answered.
local function turns(handle)
  local service = start({ events = { "1", "2" } })
  local client = assert(lambdaclient.open({ endpoint = service.endpoint }))
  local answer = handle(assert(client:turn()))
  local invocation = assert(client:turn(answer))
  equal(invocation:payload(), "2")
  local next_one, failure = client:turn("fine")
  equal(next_one, nil)
  equal(failure.name, "state_transition_rejected")
  client:close()
  local posts = service:finish()
  equal(posts[2].body, "fine")
  return posts[1]
end

function tests.nothing_answered()
  local post = turns(function() end)
  equal(post.error_type, "Runtime.NoAnswer")
end

function tests.a_stream_that_is_dropped_after_the_first_piece()
  local post = turns(function(invocation)
    local stream = assert(invocation:stream())
    assert(stream:write("piece"))
    stream:free()
  end)
  equal(post.body, "piece")
  equal(post.error_type, "Runtime.StreamAbandoned")
end

function tests.an_init_step_that_fails_in_any_way_is_reported()
  local failing = {
    { nothing_works, "nothing works" },
    { raising({ type = "NoConfiguration", message = "GREETING is not set" }), "GREETING is not set" },
    { raising(mute), "without a text" },
    {
      function()
        return nil, "a text"
      end,
      "a text",
    },
  }
  for _, case in ipairs(failing) do
    for _, status in ipairs({ 202, 403 }) do
      local service, lost = start({ events = { "1" }, statuses = { status } }), {}
      local client = assert(lambdaclient.open({ endpoint = service.endpoint }))
      local served, failure = lambdaclient.run(nothing_works, {
        client = client,
        init = case[1],
        on_error = function(survived)
          lost[#lost + 1] = survived.name
        end,
      })
      client:close()
      local posts = service:finish()
      equal(served, nil)
      equal(failure.name, "hook_failed")
      equal(failure.delivery, "not_sent")
      includes(failure.message, "hook_failed: init failed: ")
      includes(failure.message, case[2])
      equal(#posts, 1)
      includes(posts[1].path, "/init/error")
      includes(posts[1].body, case[2])
      equal(table.concat(lost), status == 202 and "" or "state_transition_rejected")
    end
  end
end

function tests.a_step_that_gives_something_or_nothing_has_succeeded()
  for _, given in ipairs({ false, true, "text" }) do
    local service = start({ events = { "1" } })
    local client = assert(lambdaclient.open({ endpoint = service.endpoint }))
    lambdaclient.run(function()
      return "fine"
    end, {
      client = client,
      init = function()
        return given or nil
      end,
    })
    client:close()
    equal(service:finish()[1].body, "fine")
  end
end

function tests.arguments_live_as_long_as_the_call()
  -- The collector runs as often as it can while lists of texts are made for C.
  collectgarbage("setpause", 1)
  collectgarbage("setstepmul", 10000)
  local frames, headers = {}, {}
  for i = 1, 400 do
    frames[i] = ("frame %d of this test"):format(i)
    headers[i] = { "x-" .. i, ("value %d"):format(i) }
  end
  for _ = 1, 5 do
    local body = report_of(raising({ type = "Own", message = "m", stack_trace = frames })).body
    for i = 1, 400 do
      includes(body, frames[i])
    end
  end
  local post = turns(function(invocation)
    local stream = assert(invocation:stream({ prelude = { headers = headers, cookies = { "a=b" } } }))
    assert(stream:finish())
    stream:free()
  end)
  includes(post.body, '"x-400":"value 400"')
  includes(post.body, '"a=b"')
  collectgarbage("setpause", 200)
  collectgarbage("setstepmul", 200)
end

local names = {}
for name in pairs(tests) do
  names[#names + 1] = name
end
table.sort(names)
for _, name in ipairs(names) do
  local ok, failure = xpcall(tests[name], debug.traceback)
  if not ok then
    io.stderr:write(name, ": ", failure, "\n")
    os.exit(1)
  end
end
print(#names .. " tests passed")
