--- The steps of a process's life before its first event: init, and around the snapshot. One that fails is reported to the service.
local reports = require("lambdaclient_reports")

local life = {}

-- What keeps a step from succeeding: what it raised, or what it gave behind nil.
local function failure_of(call, step)
  local failure, value, more = call(step)
  return failure or value == nil and more or nil
end

local function is_snap_start()
  return os.getenv("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"
end

--- Runs the steps of some options; gives true, or nil and the error that keeps the process from its first event.
-- @param client the process's client
-- @param options its init, before_snapshot and after_restore, each a function or nil
-- @param call calls a function; gives nil and its values, or the failure that it raised
-- @param hook_failed makes the error of a step that failed from a sentence
-- @param tell called with the error of a report that did not arrive
function life.begin(client, options, call, hook_failed, tell)
  local function run(name, report)
    local failure = options[name] and failure_of(call, options[name])
    if not failure then
      return true
    end
    local told, undelivered = report(client, failure)
    if not told then
      tell(undelivered)
    end
    local message = reports.described(failure).message or "a failure without a message"
    return nil, hook_failed(("%s failed: %s; fix it"):format(name, message))
  end

  local done, failure = run("init", client.fail_init)
  if done and is_snap_start() then
    done, failure = run("before_snapshot", client.fail_init)
    if done then
      done, failure = client:restore_next()
    end
    if done then
      done, failure = run("after_restore", client.fail_restore)
    end
  end
  return done, failure
end

return life
