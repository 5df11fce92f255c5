-- A handler that does, for each event, one of the things that a loop has to bear; tests/Lua runs it in the emulator.
local lambdaclient = require("lambdaclient")

local faults = {}

function faults.number()
  return 1
end

function faults.nothing() end

function faults.text()
  return nil, "a text is a message"
end

function faults.raised_text()
  error("raised", 0)
end

function faults.raised_table()
  error({ type = "Own", message = "raised" })
end

function faults.raised_thing()
  error(setmetatable({}, {
    __tostring = function()
      return "a thing"
    end,
  }))
end

function faults.raised_nonsense()
  error({ type = 12, message = true, stack_trace = { 1, false } })
end

function faults.raised_nothing()
  error()
end

function faults.too_large()
  return ("x"):rep(7000000)
end

function faults.piece_of_no_text()
  return function()
    return 1
  end
end

function faults.whole()
  return '"fine"', "text/plain"
end

assert(lambdaclient.run(function(event)
  return faults[event:match("%w[%w_]*")]()
end))
