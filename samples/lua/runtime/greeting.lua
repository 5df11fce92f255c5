local greeting = {}

function greeting.handler(event, context)
  if event == "null" then
    error("nobody to greet")
  end
  return ('{"hello":%s,"request":"%s"}'):format(event, context.request_id)
end

return greeting
