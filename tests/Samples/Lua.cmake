# The Lua samples.
if(lambdaclient_no_lua)
  lambdaclient_add_skipped_test(sample-lua "${lambdaclient_no_lua}")
  return()
endif()
set(lua_samples ${PROJECT_SOURCE_DIR}/samples/lua)
set(in_lua ${CMAKE_COMMAND} -E env ${lambdaclient_lua_environment} ${LAMBDACLIENT_LUAJIT})

add_sample_test(lua-echo HANDLER ${in_lua} ${lua_samples}/echo/echo.lua EVENTS ${john} ${mary} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")
add_sample_test(lua-surname HANDLER ${in_lua} ${lua_samples}/surname/surname.lua EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})
add_sample_test(lua-stream HANDLER ${in_lua} ${lua_samples}/stream/stream.lua EVENTS ${piece_events}/pieces.json STATUS 0
  ANSWERS "............")
add_sample_test(lua-stream-fails HANDLER ${in_lua} ${lua_samples}/stream/stream.lua EVENTS ${piece_events}/pieces-fail.json
  STATUS 1 ANSWERS "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_large_stream_test(lua 20 "${large_order}" ${in_lua} ${lua_samples}/stream/stream.lua)

# The runtime: events that it serves, one that its handler raises an error for, and functions that cannot start.
set(lua_runtime ${in_lua} ${lua_samples}/runtime/bootstrap.lua)
set(lua_task --env LAMBDA_TASK_ROOT=${lua_samples}/runtime)
add_sample_test(lua-runtime HANDLER ${lua_runtime} OPTIONS ${lua_task} --handler greeting.handler
  DATA "\"Ada\"" "\"Mary\"" STATUS 0 ANSWERS "{\"hello\":\"Ada\"}" "{\"hello\":\"Mary\"}" REPORTS "greeting for ")
string(CONCAT nobody "{\"errorMessage\":\"${lua_samples}/runtime/greeting.lua:5: nobody to greet\",\"errorType\":\"Error\","
  "\"stackTrace\":[\"[C]: in function \\u0027error\\u0027\",\"${lua_samples}/runtime/greeting.lua:5: in function "
  "\\u003C${lua_samples}/runtime/greeting.lua:3\\u003E\"]}")
add_sample_test(lua-runtime-refuses HANDLER ${lua_runtime} OPTIONS ${lua_task} --handler greeting.handler
  DATA null 1 STATUS 1 ANSWERS "${nobody}" "{\"hello\":1}")
string(CONCAT malformed "{\"errorMessage\":\"_HANDLER is not of the form module.function\","
  "\"errorType\":\"Runtime.MalformedHandlerName\",\"stackTrace\":[]}")
add_sample_test(lua-runtime-malformed HANDLER ${lua_runtime} OPTIONS ${lua_task} --handler greeting DATA 1 STATUS 3
  ANSWERS "${malformed}")
string(CONCAT not_there "{\"errorMessage\":\"module greeting has no function nobody\","
  "\"errorType\":\"Runtime.HandlerNotFound\",\"stackTrace\":[]}")
add_sample_test(lua-runtime-not-there HANDLER ${lua_runtime} OPTIONS ${lua_task} --handler greeting.nobody DATA 1 STATUS 3
  ANSWERS "${not_there}")
add_script_package_test(lua "{\"hello\":{\"name\": \"John\"}}" --handler greeting.handler)
