# F#: the executable is named bootstrap, as on the service.
set(fsharp ${lambdaclient_managed_dir}/bin)
add_sample_test(fsharp-surname HANDLER ${fsharp}/fsharp-surname/release/bootstrap EVENTS ${john} STATUS 0
  ANSWERS ${surname})
add_sample_test(fsharp-surname-refuses HANDLER ${fsharp}/fsharp-surname/release/bootstrap EVENTS ${john} ${mary}
  STATUS 1 ANSWERS ${surname} ${refusal})
add_sample_test(fsharp-stream HANDLER ${fsharp}/fsharp-stream/release/bootstrap
  EVENTS ${piece_events}/pieces.json STATUS 0 ANSWERS "............")
add_sample_test(fsharp-stream-fails HANDLER ${fsharp}/fsharp-stream/release/bootstrap
  EVENTS ${piece_events}/pieces-fail.json STATUS 1 REPORTS "Error Type: Function.OutOfPieces"
  LIKE "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"Program.OutOfPieces\",\"stackTrace\":.*write.*}")
add_large_stream_test(fsharp 90 "${large_order}" ${fsharp}/fsharp-stream/release/bootstrap)
add_sample_test(fsharp-concurrent HANDLER ${fsharp}/fsharp-concurrent/release/bootstrap OPTIONS --max-concurrency 4
  DATA "{\"item\":\"tea\",\"count\":2}" "{\"item\":\"coffee\",\"count\":20}" STATUS 0
  ANSWERS "{\"item\":\"tea\",\"total\":6}" "{\"item\":\"coffee\",\"total\":100}")
add_sample_test(fsharp-aot HANDLER ${fsharp}/fsharp-aot/release/bootstrap EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})

# HTTP in two envelopes, a batch of which one message fails, and a sample that is a test itself.
set(http_api ${fsharp}/fsharp-http_api/release/bootstrap)
string(CONCAT hello "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\\\\\\; charset=utf-8\"},"
  "\"body\":\"Hello Mary\",\"isBase64Encoded\":false}")
string(CONCAT nowhere "{\"statusCode\":404,\"headers\":{\"Content-Type\":\"text/plain\\\\\\; charset=utf-8\"},"
  "\"body\":\"No such page\",\"isBase64Encoded\":false}")
add_sample_test(fsharp-http-api HANDLER ${http_api} EVENTS ${piece_events}/function-url.json STATUS 0 ANSWERS "${hello}")
add_sample_test(fsharp-http-api-alb HANDLER ${http_api} EVENTS ${piece_events}/alb.json STATUS 0 ANSWERS "${nowhere}")
add_sample_test(fsharp-http-api-refuses HANDLER ${http_api} EVENTS ${john} STATUS 1 ANSWERS
  "{\"errorMessage\":\"the event is not as its service sends it: $ is not a request of API Gateway, a function URL or a load balancer\",\"errorType\":\"EventError\",\"stackTrace\":[]}")
add_sample_test(fsharp-sqs-batch HANDLER ${fsharp}/fsharp-sqs_batch/release/bootstrap
  EVENTS ${piece_events}/orders.json STATUS 0 ANSWERS "{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}")
add_test(NAME sample-fsharp-property-tested COMMAND ${DOTNET}
  ${fsharp}/fsharp-property_tested/release/fsharp-property_tested.dll -noLogo -noColor)
set_tests_properties(sample-fsharp-property-tested PROPERTIES TIMEOUT 60)

# The deployment packages that dotnet publish makes, of a program that needs no .NET where it runs.
function(add_publish_test sample warnings)
  add_test(NAME sample-fsharp-${sample}-publish COMMAND ${CMAKE_COMMAND} -DDOTNET=${DOTNET}
    "-DEMULATOR=${DOTNET};${lambdaclient_emulator}" -DPROJECT=${PROJECT_SOURCE_DIR}/samples/fsharp/${sample} "-DWARNINGS=${warnings}"
    -DEVENT=${john} "-DANSWER=${surname}" -DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/publish-${sample}
    -P ${CMAKE_CURRENT_SOURCE_DIR}/CheckPublish.cmake)
  set_tests_properties(sample-fsharp-${sample}-publish PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "SKIPPED, because")
endfunction()
add_publish_test(surname "")
# FSharp.Core warns of its own printf and quotations, which the sample does not reach.
add_publish_test(aot "FSharp.Core.dll : warning IL(2104|3053)")
