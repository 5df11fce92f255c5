--- What is reported of a thing that a handler raised. Nothing that the thing does when it is looked at can prevent the report.
local reports = {}

--- The value of a field, or nil where reading it fails.
local function field(thing, name)
  local read, value = pcall(function()
    return thing[name]
  end)
  return read and value or nil
end

--- The text of anything.
function reports.text_of(value)
  if type(value) == "string" then
    return value
  end
  local told, text = pcall(tostring, value)
  return told and type(text) == "string" and text or ("<%s without a text>"):format(type(value))
end

local function texts_of(frames)
  local texts = {}
  while type(frames) == "table" and rawget(frames, #texts + 1) ~= nil do
    texts[#texts + 1] = reports.text_of(rawget(frames, #texts + 1))
  end
  return texts
end

--- The parts of a failure as texts: of a table that has some of them, else the thing's text as the message.
function reports.described(raised)
  local failure = {}
  if type(raised) == "table" then
    for _, name in ipairs({ "type", "message", "json", "cause" }) do
      local value = field(raised, name)
      failure[name] = value ~= nil and reports.text_of(value) or nil
    end
    local frames = field(raised, "stack_trace")
    failure.stack_trace = frames ~= nil and texts_of(frames) or nil
  end
  if next(failure) == nil then
    failure.message = reports.text_of(raised)
  end
  return failure
end

--- The same with the frames where it brings none: those down to the xpcall that this is for, without our own.
function reports.traced(raised)
  local failure = reports.described(raised)
  if not failure.stack_trace then
    local frames = {}
    for line in debug.traceback("", 2):gmatch("\n\t([^\n]+)") do
      if line:find("'xpcall'", 1, true) then
        break
      elseif not line:find("lambdaclient[_%a]*%.lua:%d") then
        frames[#frames + 1] = line
      end
    end
    failure.stack_trace = frames
  end
  return failure
end

return reports
