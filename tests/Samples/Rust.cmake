# The Rust samples. Where they cannot be built, the test "rust" says so.
if(lambdaclient_no_rust)
  return()
endif()
set(rust ${lambdaclient_rust_dir}/release)
add_sample_test(rust-echo HANDLER ${rust}/echo EVENTS ${john} ${mary} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")
add_sample_test(rust-surname HANDLER ${rust}/surname EVENTS ${john} ${mary} STATUS 1 ANSWERS ${surname} ${refusal}
  REPORTS "Error Type: Function.InvalidNameError")
add_sample_test(rust-init-error HANDLER ${rust}/init_error DATA 1 STATUS 3 ANSWERS "${no_greeting}")
add_sample_test(rust-init-error-not HANDLER ${rust}/init_error OPTIONS --env GREETING=hi DATA 1 2 STATUS 0
  ANSWERS hi hi)
string(CONCAT out_of_bounds "{\"errorMessage\":\"index out of bounds: the len is 3 but the index is 7\","
  "\"errorType\":\"Panic\",\"stackTrace\":.\"[^\"]*/panic/main.rs:10:8\".}\n80\n"
  "{\"errorMessage\":\"invalid digit found in string\",\"errorType\":\"ParseIntError\",\"stackTrace\":..}")
add_sample_test(rust-panic HANDLER ${rust}/panic DATA 7 1 {} STATUS 1 LIKE "${out_of_bounds}")

# The example of the crate lambda_runtime_client, through its own names.
string(REPLACE "InvalidNameError" "CustomErrorType" seed_refusal "${refusal}")
add_sample_test(rust-seed HANDLER ${rust}/seed EVENTS ${john} ${mary} STATUS 1 ANSWERS ${surname} ${seed_refusal})

add_sample_test(rust-stream HANDLER ${rust}/stream EVENTS ${piece_events}/twelve.json STATUS 0 ANSWERS "............")
add_sample_test(rust-stream-fails HANDLER ${rust}/stream EVENTS ${piece_events}/twelve-fail.json STATUS 1
  ANSWERS "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_large_stream_test(rust 9 "[200,1048576]" ${rust}/stream)
add_test(NAME sample-rust-http-stream COMMAND ${CMAKE_COMMAND}
  "-DEMULATOR=${DOTNET};${lambdaclient_emulator}" "-DHANDLER=${rust}/http_stream"
  -DSCRATCH=${CMAKE_CURRENT_BINARY_DIR}/rust- -P ${CMAKE_CURRENT_SOURCE_DIR}/CheckHttpStream.cmake)
set_tests_properties(sample-rust-http-stream PROPERTIES TIMEOUT 120)

add_sample_package_test(rust ${rust}/surname)

# The same example with serde, as it was written, and a typed handler.
if(lambdaclient_serde)
  add_sample_test(rust-seed-serde HANDLER ${lambdaclient_serde_dir}/release/seed_serde EVENTS ${john} ${mary} STATUS 1
    ANSWERS ${surname} ${seed_refusal} REPORTS "Event for John")
  add_sample_test(rust-typed HANDLER ${lambdaclient_serde_dir}/release/typed EVENTS ${john} ${mary} STATUS 1
    ANSWERS ${surname} ${refusal})
else()
  lambdaclient_add_skipped_test(sample-rust-serde
    "${LAMBDACLIENT_CRATES} has no serde_json: install librust-serde-json-dev and librust-serde-derive-dev")
endif()
