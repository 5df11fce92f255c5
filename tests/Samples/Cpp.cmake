# The C++ samples.
add_sample_test(cpp-echo HANDLER $<TARGET_FILE:sample-cpp-echo> EVENTS ${john} ${mary} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")
add_sample_test(cpp-surname HANDLER $<TARGET_FILE:sample-cpp-surname> EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})
add_sample_test(cpp-stream HANDLER $<TARGET_FILE:sample-cpp-stream> EVENTS ${piece_events}/twelve.json STATUS 0
  ANSWERS "............")
add_sample_test(cpp-stream-fails HANDLER $<TARGET_FILE:sample-cpp-stream> EVENTS ${piece_events}/twelve-fail.json
  STATUS 1 ANSWERS "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_large_stream_test(cpp 10 "[200,1048576]" $<TARGET_FILE:sample-cpp-stream>)

# The handler for aws-lambda-cpp: an answer, a failure, an exception, and an answer after it.
add_sample_test(cpp-aws-lambda-cpp HANDLER $<TARGET_FILE:sample-cpp-aws_lambda_cpp>
  DATA "\"four\"" "\"much too long\"" 7 "\"\"" STATUS 1
  ANSWERS 4
    "{\"errorMessage\":\"A text of \\\"13\\\"\",\"errorType\":\"TooLong\",\"stackTrace\":[]}"
    "{\"errorMessage\":\"the event is no text\",\"errorType\":\"std::invalid_argument\",\"stackTrace\":[]}"
    0
  REPORTS "Error Type: Function.TooLong")

add_sample_package_test(cpp $<TARGET_FILE:sample-cpp-surname>)

# The same handler under sanitizers.
if(CMAKE_CROSSCOMPILING)
  return()
endif()
lambdaclient_add_sanitized_program(sample-cpp-aws_lambda_cpp-sanitized
  ${PROJECT_SOURCE_DIR}/samples/cpp/aws_lambda_cpp/aws_lambda_cpp.cpp)
target_include_directories(sample-cpp-aws_lambda_cpp-sanitized PRIVATE ${PROJECT_SOURCE_DIR}/bindings/cpp/include)
set_target_properties(sample-cpp-aws_lambda_cpp-sanitized PROPERTIES
  CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
add_sample_test(cpp-aws-lambda-cpp-sanitized HANDLER $<TARGET_FILE:sample-cpp-aws_lambda_cpp-sanitized>
  DATA 7 "\"four\"" STATUS 1
  ANSWERS "{\"errorMessage\":\"the event is no text\",\"errorType\":\"std::invalid_argument\",\"stackTrace\":[]}" 4)
