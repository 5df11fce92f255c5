-- The declarations against the header, as the C compiler sees it: sizes, places of fields, numbers.
--   luajit layout.lua tests/Native/layout.inc build/tests/Native/header-layout
local ffi = require("ffi")
local abi = require("lambdaclient_abi")

local numbers = { LAMBDACLIENT_ABI_VERSION = abi.VERSION }
for name, number in pairs(abi.codes) do
  numbers["LAMBDACLIENT_" .. (name == "ok" and "OK" or "E_" .. name:upper())] = number
end
for name, number in pairs(abi.levels) do
  numbers["LAMBDACLIENT_LOG_" .. name:upper()] = number
end
for number, name in pairs(abi.deliveries) do
  numbers["LAMBDACLIENT_DELIVERY_" .. name:upper()] = number
end

--- A number that only the C parser of LuaJIT can tell.
local parsed_count = 0
local function parsed(expression)
  parsed_count = parsed_count + 1
  ffi.cdef(("enum { parsed_%d = %s };"):format(parsed_count, expression))
  return ffi.C["parsed_" .. parsed_count]
end

local shown = {}

function shown.NUMBER(name)
  -- A category is a name here, and has no number.
  return numbers[name] and ("%s %d"):format(name, numbers[name])
end

function shown.STRUCT(type)
  return ("%s %d %d"):format(type, ffi.sizeof(type), ffi.alignof(type))
end

function shown.FIELD(arguments)
  local type, field = arguments:match("^([%w_]+), ([%w_]+)$")
  local size = parsed(("sizeof(((%s *)0)->%s)"):format(type, field))
  return ("%s.%s %d %d"):format(type, field, ffi.offsetof(type, field), size)
end

local expected, count = {}, 0
for line in io.popen(arg[2]):lines() do
  expected[line] = true
end
for line in io.lines(arg[1]) do
  local kind, arguments = line:match("^(%u+)%((.*)%)$")
  local actual = kind and shown[kind](arguments)
  if actual then
    assert(expected[actual], "C does not have " .. actual)
    count = count + 1
  end
end
assert(count > 100, "only " .. count .. " lines were compared")
print(count .. " sizes, places and numbers are the same")
