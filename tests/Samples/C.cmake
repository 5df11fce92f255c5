# The C samples.
# The event files end with a newline, and echo gives it back.
add_sample_test(c-echo HANDLER $<TARGET_FILE:sample-echo> EVENTS ${john} ${mary} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")
add_sample_test(c-surname HANDLER $<TARGET_FILE:sample-surname> EVENTS ${john} STATUS 0 ANSWERS ${surname})
add_sample_test(c-surname-refuses HANDLER $<TARGET_FILE:sample-surname> EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})
add_sample_test(c-hello HANDLER $<TARGET_FILE:sample-hello> DATA 1 2 STATUS 0
  ANSWERS "{\"message\": \"Hello\"}" "{\"message\": \"Hello\"}")
string(CONCAT not_found "{\"errorMessage\":\"There is no such thing\",\"errorType\":\"NotFoundError\","
  "\"stackTrace\":[\"look_up (fail.c:12)\",\"main (fail.c:34)\"]}")
add_sample_test(c-fail HANDLER $<TARGET_FILE:sample-fail> DATA 1 STATUS 1 ANSWERS "${not_found}"
  REPORTS "Error Type: Function.NotFoundError")
add_sample_test(c-run HANDLER $<TARGET_FILE:sample-run> DATA 1 2 STATUS 0 ANSWERS 1 2 REPORTS "INFO\tready")
add_sample_test(c-terminate HANDLER $<TARGET_FILE:sample-terminate> DATA 1 2 STATUS 0 ANSWERS 1 2
  REPORTS "INFO\tgoodbye")
# On an ordinary function one poller runs, without a warning; side by side where the service asks for it.
add_sample_test(c-threads-ordinary HANDLER $<TARGET_FILE:sample-threads> DATA 1 2 STATUS 0 ANSWERS 1 2)
add_sample_test(c-threads-concurrent HANDLER $<TARGET_FILE:sample-threads> OPTIONS --max-concurrency 4
  DATA 1 2 3 4 5 6 7 8 STATUS 0 ANSWERS 1 2 3 4 5 6 7 8)
add_sample_test(c-init-error HANDLER $<TARGET_FILE:sample-init_error> DATA 1 STATUS 3 ANSWERS "${no_greeting}")
add_sample_test(c-init-error-not HANDLER $<TARGET_FILE:sample-init_error> OPTIONS --env GREETING=hi DATA 1 STATUS 0
  ANSWERS hi)

# The oversized answer is refused, its caller is told, and the next event is served.
add_test(NAME sample-c-oversize COMMAND ${CMAKE_COMMAND}
  "-DEMULATOR=${DOTNET};${lambdaclient_emulator}" "-DHANDLER=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:sample-oversize>"
  -P ${CMAKE_CURRENT_SOURCE_DIR}/CheckOversize.cmake)
add_test(NAME sample-c-http-stream COMMAND ${CMAKE_COMMAND}
  "-DEMULATOR=${DOTNET};${lambdaclient_emulator}" "-DHANDLER=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:sample-http_stream>"
  -DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/c- -P ${CMAKE_CURRENT_SOURCE_DIR}/CheckHttpStream.cmake)
lambdaclient_add_program(drive-sample drive.c)
if(CMAKE_CROSSCOMPILING)
  foreach(name threads terminate-signal http-stream-url)
    lambdaclient_add_skipped_test(sample-c-${name} "qemu does not start the program that its own program starts")
  endforeach()
else()
  # The HTTP stream as curl sees it at the function's URL.
  add_test(NAME sample-c-http-stream-url COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/see_function_url.sh
    ${CMAKE_CURRENT_BINARY_DIR}/c-http-stream-url $<TARGET_FILE:sample-http_stream> ${DOTNET} ${lambdaclient_emulator})
  set_tests_properties(sample-c-http-stream-url PROPERTIES TIMEOUT 60 PASS_REGULAR_EXPRESSION
    "HTTP/1.1 201 Created.*Content-Type: text/html; charset=utf-8.*Set-Cookie: seen=yes; Secure.*\n<!doctype html>\n<p>Hello</p>\n")
  add_test(NAME sample-c-threads COMMAND drive-sample threads $<TARGET_FILE:sample-threads>)
  add_test(NAME sample-c-terminate-signal COMMAND drive-sample terminate $<TARGET_FILE:sample-terminate>)
  set_tests_properties(sample-c-threads sample-c-terminate-signal PROPERTIES TIMEOUT 60)
endif()

# Streams of C: whole, failing midway, of an event that cannot be read, and 200 MB with the memory of one piece.
add_sample_test(c-stream HANDLER $<TARGET_FILE:sample-stream> EVENTS ${piece_events}/twelve.json STATUS 0
  ANSWERS "............")
add_sample_test(c-stream-fails HANDLER $<TARGET_FILE:sample-stream> EVENTS ${piece_events}/twelve-fail.json STATUS 1
  ANSWERS "{\"errorMessage\":\"\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_sample_test(c-stream-unreadable HANDLER $<TARGET_FILE:sample-stream> DATA 1 STATUS 1
  ANSWERS "{\"errorMessage\":\"\",\"errorType\":\"Error\",\"stackTrace\":[]}")
set(stream_memory 8)
if(LAMBDACLIENT_FLAVOR STREQUAL dnne)
  # An installed .NET takes more for itself.
  set(stream_memory 80)
endif()
add_large_stream_test(c ${stream_memory} "[200,1048576]" $<TARGET_FILE:sample-stream>)
set_tests_properties(sample-c-oversize sample-c-http-stream PROPERTIES TIMEOUT 60)

# The same programs under sanitizers.
if(CMAKE_CROSSCOMPILING)
  return()
endif()
foreach(program echo surname stream)
  lambdaclient_add_sanitized_program(sample-${program}-sanitized
    ${PROJECT_SOURCE_DIR}/samples/c/${program}/${program}.c)
endforeach()
add_sample_test(c-echo-sanitized HANDLER $<TARGET_FILE:sample-echo-sanitized> EVENTS ${john} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n")
add_sample_test(c-surname-sanitized HANDLER $<TARGET_FILE:sample-surname-sanitized> EVENTS ${mary} STATUS 1
  ANSWERS ${refusal})

add_sample_test(c-stream-sanitized HANDLER $<TARGET_FILE:sample-stream-sanitized> EVENTS ${piece_events}/twelve.json
  STATUS 0 ANSWERS "............")
