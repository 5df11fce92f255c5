--- A Runtime API under the test's control, in a forked process: it hands out events one by one, each again until it is answered,
-- and keeps what is posted. It takes the requests of a connection one after the other, also where two come in one write.
local ffi = require("ffi")

ffi.cdef([[
int socket(int domain, int type, int protocol);
int bind(int socket, const void *address, uint32_t size);
int listen(int socket, int backlog);
int accept(int socket, void *address, uint32_t *size);
int setsockopt(int socket, int level, int name, const void *value, uint32_t size);
int getsockname(int socket, void *address, uint32_t *size);
intptr_t read(int descriptor, void *buffer, size_t size);
intptr_t write(int descriptor, const char *data, size_t size);
int close(int descriptor);
int fork(void);
int kill(int process, int signal);
int waitpid(int process, int *status, int options);
void _exit(int status);
]])

-- sockaddr_in of 127.0.0.1 and any port: a family in the machine's order, then bytes.
local address_size = 16
local function local_address()
  local address = ffi.new("uint8_t[16]")
  ffi.cast("uint16_t *", address)[0] = 2
  address[4], address[7] = 127, 1
  return address
end

local Connection = {}
Connection.__index = Connection

function Connection:fill()
  local block = ffi.new("uint8_t[65536]")
  local size = tonumber(ffi.C.read(self.descriptor, block, 65536))
  if size <= 0 then
    error("closed", 0)
  end
  self.buffer = self.buffer .. ffi.string(block, size)
end

function Connection:take(size)
  while #self.buffer < size do
    self:fill()
  end
  local taken = self.buffer:sub(1, size)
  self.buffer = self.buffer:sub(size + 1)
  return taken
end

function Connection:line()
  while not self.buffer:find("\r\n", 1, true) do
    self:fill()
  end
  return self:take(self.buffer:find("\r\n", 1, true) + 1):sub(1, -3)
end

function Connection:fields(into)
  for line in
    function()
      local line = self:line()
      return line ~= "" and line or nil
    end
  do
    local name, value = line:match("^([^:]+):%s*(.*)$")
    into[name:lower()] = value
  end
  return into
end

--- One request, however much of the next one came with it.
function Connection:request()
  local method, path = self:line():match("^(%u+) (%S+)")
  local headers, body = self:fields({}), ""
  if headers["transfer-encoding"] == "chunked" then
    local size = tonumber(self:line(), 16)
    while size > 0 do
      body = body .. self:take(size)
      self:line()
      size = tonumber(self:line(), 16)
    end
    self:fields(headers)
  else
    body = self:take(tonumber(headers["content-length"] or 0))
  end
  return { method = method, path = path, headers = headers, body = body }
end

function Connection:reply(status, headers, body)
  local text = ("HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"):format(status, headers, #body, body)
  assert(ffi.C.write(self.descriptor, text, #text) == #text)
end

--- The child's life. Behind the last event every poll gets a 403, which ends the loop.
local function serve(listener, script, posts)
  local answered, refusals = 0, 0
  local function converse(connection)
    while true do
      local request = connection:request()
      if request.method == "POST" then
        answered = answered + 1
        posts:write(("{ path = %q, error_type = %q, body = %q },\n"):format(
          request.path,
          request.headers["lambda-runtime-function-error-type"] or "",
          request.body
        ))
        posts:flush()
        connection:reply((script.statuses or {})[answered] or 202, "", '{"status":"OK"}')
      elseif answered == #script.events then
        connection:reply(403, "", "{}")
      else
        local number = answered + 1
        connection:reply(200, ("Lambda-Runtime-Aws-Request-Id: id-%d\r\n"):format(number), script.events[number])
        if number == script.away_after then
          script.away_after, refusals = nil, 3
          return
        end
      end
    end
  end
  while true do
    local descriptor = ffi.C.accept(listener, nil, nil)
    -- TCP_NODELAY: the reply to a poll does not wait for the acknowledgement of the reply before it.
    ffi.C.setsockopt(descriptor, 6, 1, ffi.new("int[1]", 1), 4)
    if refusals > 0 then
      refusals = refusals - 1
    else
      pcall(converse, setmetatable({ descriptor = descriptor, buffer = "" }, Connection))
    end
    ffi.C.close(descriptor)
  end
end

local Service = {}
Service.__index = Service

--- Ends the service, and gives what was posted: a list of {path =, error_type =, body =}.
function Service:finish()
  ffi.C.kill(self.process, 9)
  ffi.C.waitpid(self.process, nil, 0)
  local file = assert(io.open(self.file))
  local posts = assert(loadstring("return {" .. file:read("*a") .. "}"))()
  file:close()
  os.remove(self.file)
  return posts
end

--- Starts a service; before the first call of the library, which nothing may follow in a forked child.
-- @param script {events = {...}, statuses = {...}, away_after = n}: the bodies of the events; the statuses for the posts, 202 if
--   absent; the number of the event behind which the service closes the connection, and three more
return function(script)
  local listener = ffi.C.socket(2, 1, 0)
  local address, size = local_address(), ffi.new("uint32_t[1]", address_size)
  assert(ffi.C.bind(listener, address, address_size) == 0 and ffi.C.listen(listener, 16) == 0)
  ffi.C.getsockname(listener, address, size)
  local file = os.tmpname()
  local posts = assert(io.open(file, "w"))
  local process = ffi.C.fork()
  if process == 0 then
    pcall(serve, listener, script, posts)
    ffi.C._exit(1)
  end
  posts:close()
  ffi.C.close(listener)
  local endpoint = "127.0.0.1:" .. address[2] * 256 + address[3]
  return setmetatable({ process = process, file = file, endpoint = endpoint }, Service)
end
