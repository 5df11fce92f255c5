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
  equal(failure.name, "endpoint_malformed")
  equal(failure.code, lambdaclient.codes.endpoint_malformed)
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

function tests.a_loop_tries_six_times_and_says_so()
  local seen = {}
  local served, failure = lambdaclient.run(function() end, {
    client = assert(lambdaclient.open({ endpoint = nobody })),
    on_error = function(survived)
      seen[#seen + 1] = survived.name
    end,
  })
  equal(served, nil)
  equal(failure.name, "connect_refused")
  equal(table.concat(seen, " "), ("connect_refused "):rep(5):sub(1, -2))
end

--- A client with one event, whose answers end with these errors one after the other, and then with success.
local function failing_client(failures)
  local sent, events = {}, 1
  local invocation = {
    payload = function()
      return "event"
    end,
    context = function()
      return {}
    end,
    respond = function(_, answer)
      sent[#sent + 1] = answer
      local failure = table.remove(failures, 1)
      return not failure or nil, failure
    end,
    fail = function(_, failure)
      sent[#sent + 1] = failure
      return true
    end,
    free = function() end,
  }
  local client = {
    next = function()
      events = events - 1
      if events < 0 then
        return nil, { name = "cancelled" }
      end
      return invocation
    end,
  }
  return client, sent
end

local function echo(event)
  return event
end

local function ignore() end

function tests.an_answer_that_was_not_sent_is_sent_again()
  local refused = { name = "connect_refused", category = "transport", delivery = "not_sent" }
  local client, sent = failing_client({ refused, refused })
  equal(lambdaclient.run(echo, { client = client, on_error = ignore }), true)
  equal(table.concat(sent, " "), "event event event")
end

function tests.an_answer_that_may_have_arrived_is_not_sent_again()
  local client, sent = failing_client({ { name = "connection_closed", category = "transport", delivery = "unknown" } })
  equal(lambdaclient.run(echo, { client = client, on_error = ignore }), true)
  equal(table.concat(sent, " "), "event")
end

function tests.an_answer_that_cannot_be_sent_becomes_a_failure()
  local invalid = { name = "content_type_invalid", category = "usage", delivery = "not_sent", message = "no content type" }
  local client, sent = failing_client({ invalid })
  equal(lambdaclient.run(echo, { client = client, on_error = ignore }), true)
  equal(#sent, 2)
  equal(sent[2].message, "no content type")
end

function tests.a_fatal_error_ends_the_loop()
  local fatal = { name = "server_error", category = "server", delivery = "sent", is_fatal = true }
  local served, failure = lambdaclient.run(echo, { client = failing_client({ fatal }), on_error = ignore })
  equal(served, nil)
  equal(failure, fatal)
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
  assert(client:log("info", "hello"))
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
