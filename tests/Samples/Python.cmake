# The Python samples.
if(lambdaclient_no_python)
  lambdaclient_add_skipped_test(sample-python "${lambdaclient_no_python}")
  return()
endif()
set(python_samples ${PROJECT_SOURCE_DIR}/samples/python)
set(in_python ${CMAKE_COMMAND} -E env ${lambdaclient_python_environment})
set(python_handler ${LAMBDACLIENT_PYTHON} -m lambdaclient.bootstrap)

add_sample_test(python-echo HANDLER ${in_python} ${LAMBDACLIENT_PYTHON} ${python_samples}/echo/echo.py EVENTS ${john} ${mary}
  STATUS 0 ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")

# AWS's own Python runtime gives frames too.
string(CONCAT python_refusal "{\"errorMessage\":\"Invalid first name\",\"errorType\":\"InvalidNameError\","
  "\"stackTrace\":[\"  File \\u0022${python_samples}/surname/surname.py\\u0022, line 17, in handler\\n"
  "    raise InvalidNameError(\\u0022Invalid first name\\u0022)\\n\"]}")
add_sample_test(python-surname HANDLER ${in_python} LAMBDA_TASK_ROOT=${python_samples}/surname
  ${python_handler} surname.handler EVENTS ${john} ${mary} STATUS 1 ANSWERS "{\"surname\": \"Doe\"}" "${python_refusal}")

set(python_stream ${in_python} LAMBDA_TASK_ROOT=${python_samples}/stream ${python_handler} stream.handler)
add_sample_test(python-stream HANDLER ${python_stream} EVENTS ${piece_events}/pieces.json STATUS 0 ANSWERS "............")
string(CONCAT python_stream_failure "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\","
  "\"stackTrace\":[\"  File \\u0022${python_samples}/stream/stream.py\\u0022, line 20, in handler\\n"
  "    raise OutOfPieces(f\\u0022No piece is left after {number}\\u0022)\\n\"]}")
add_sample_test(python-stream-fails HANDLER ${python_stream} EVENTS ${piece_events}/pieces-fail.json STATUS 1
  ANSWERS "${python_stream_failure}")
add_large_stream_test(python 40 "${large_order}" ${python_stream})
add_script_package_test(python "{\"surname\": \"Doe\"}" --handler surname.handler)
