local greeting = {}

function greeting.handler(event, context)
  if event == "null" then
    error("nobody to greet")
  end
  io.stderr:write("greeting for ", context.request_id, "\n")
  return ('{"hello":%s}'):format(event)
end

return greeting
