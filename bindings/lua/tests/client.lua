-- The client without a service: what it refuses, and what it says when nobody is there. luajit client.lua
local lambdaclient = require("lambdaclient")

local tests = {}

-- Nothing listens at port 1, which only the superuser could use.
local nobody = "127.0.0.1:1"

local function equal(actual, expected)
  if actual ~= expected then
    error(("got %s, not %s"):format(tostring(actual), tostring(expected)), 2)
  end
end

local function raises(expected, called, ...)
  local ok, message = pcall(called, ...)
  equal(ok, false)
  assert(tostring(message):find(expected, 1, true), message)
end

function tests.an_endpoint_that_is_none_is_a_named_error()
  local client, failure = lambdaclient.open({ endpoint = "nonsense" })
  equal(client, nil)
  equal(failure.name, "endpoint_invalid")
  equal(failure.code, lambdaclient.codes.endpoint_invalid)
  equal(failure.category, "environment")
  equal(failure.delivery, "not_sent")
  assert(tostring(failure):find("nonsense", 1, true), failure)
end

function tests.numbers_that_do_not_fit_are_refused()
  raises("connect_timeout_ms is -1", lambdaclient.open, { connect_timeout_ms = -1 })
  raises("connect_timeout_ms is 1.5", lambdaclient.open, { connect_timeout_ms = 1.5 })
  raises("max_event_bytes is 1e+30", lambdaclient.open, { max_event_bytes = 1e30 })
  raises("expected a string, not a number", lambdaclient.open, { endpoint = 9001 })
end

function tests.nobody_there()
  local client = assert(lambdaclient.open({ endpoint = nobody }))
  local invocation, failure = client:next()
  equal(invocation, nil)
  equal(failure.name, "connect_refused")
  equal(failure.is_fatal, false)
  assert(failure.system_error > 0)
  local told
  told, failure = client:fail_init({ type = "Runtime.Broken", message = "no start" })
  equal(told, nil)
  equal(failure.name, "connect_refused")
  client:close()
end

function tests.a_service_that_stays_away_ends_the_loop()
  local served, failure = lambdaclient.run(function() end, { client = assert(lambdaclient.open({ endpoint = nobody })) })
  equal(served, nil)
  equal(failure.name, "connect_refused")
end

function tests.a_cancelled_client_ends_the_loop()
  local client = assert(lambdaclient.open({ endpoint = nobody }))
  assert(client:cancel())
  equal(lambdaclient.run(function() end, { client = client }), true)
  local _, failure = client:next()
  equal(failure.name, "cancelled")
end

function tests.a_closed_client_is_a_named_error()
  local client = assert(lambdaclient.open({ endpoint = nobody }))
  client:close()
  client:close()
  local _, failure = client:next()
  assert(failure.name == "argument_missing" or failure.name == "handle_invalid", failure.name)
end

function tests.a_level_that_is_none_is_a_named_error()
  local client = assert(lambdaclient.open({ endpoint = nobody }))
  local _, failure = client:log("loud", "hello")
  equal(failure.name, "option_invalid")
  assert(client:log("trace", "hello", { type = "T", message = "below the least level" }))
end

function tests.a_turn_takes_answers_of_every_kind_and_refuses_what_is_none()
  local client = assert(lambdaclient.open({ endpoint = nobody }))
  assert(client:cancel())
  for _, answer in ipairs({ "1", { payload = "1", content_type = "text/plain" }, { failure = "f" }, { failure = { type = "T" } } }) do
    local invocation, failure = client:turn(answer)
    equal(invocation, nil)
    equal(failure.name, "cancelled")
  end
  raises("expected a string, not a number", client.turn, client, 1)
  raises("expected a string, not a number", client.turn, client, { payload = "1", content_type = 2 })
end

function tests.handles_that_nobody_closed_are_collected()
  for _ = 1, 2000 do
    assert(lambdaclient.open({ endpoint = nobody }))
  end
  collectgarbage()
  collectgarbage()
end

local count = 0
for name, test in pairs(tests) do
  local ok, failure = xpcall(test, debug.traceback)
  if not ok then
    io.stderr:write(name, ": ", failure, "\n")
    os.exit(1)
  end
  count = count + 1
end
print(count .. " tests passed")
