# 200 MB, which ORDER asks for, pass from the handler to its caller, and the handler needs at most MEMORY MB.
cmake_minimum_required(VERSION 3.25)
set(file ${SCRATCH}-streamed)
execute_process(COMMAND ${EMULATOR} run --timeout 60 --data "${ORDER}" -- ${HANDLER}
  OUTPUT_FILE ${file} ERROR_VARIABLE reported RESULT_VARIABLE status)
file(SIZE ${file} size)
file(REMOVE ${file})
# The answer, and the newline behind it.
if(NOT status EQUAL 0 OR NOT size EQUAL 209715201)
  message(SEND_ERROR "Status ${status} and ${size} bytes:\n${reported}")
endif()
if(NOT reported MATCHES "Max Memory Used: ([0-9]+) MB" OR CMAKE_MATCH_1 GREATER MEMORY)
  message(SEND_ERROR "The handler needed too much memory for a stream of 1 MB pieces:\n${reported}")
endif()
message(STATUS "${size} bytes with ${CMAKE_MATCH_1} MB")
