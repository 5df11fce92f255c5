# The first sample of LANGUAGE as a deployment package, with the library in it, unpacked elsewhere and started there as Lambda does
# it: its command is bootstrap in LAMBDA_TASK_ROOT, and nothing else says where anything is. It answers John with ANSWER.
cmake_minimum_required(VERSION 3.25)
set(packed ${SCRATCH}/packed)
set(task ${SCRATCH}/task)
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${packed} ${task})
include(${CMAKE_CURRENT_LIST_DIR}/Pack/${LANGUAGE}.cmake)
execute_process(COMMAND ${CMAKE_COMMAND} -E tar cf ${SCRATCH}/function.zip --format=zip .
  WORKING_DIRECTORY ${packed} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xf ${SCRATCH}/function.zip WORKING_DIRECTORY ${task} COMMAND_ERROR_IS_FATAL ANY)

foreach(name LAMBDACLIENT_LIB_DIR LAMBDACLIENT_NODE_DIR PYTHONPATH LUA_PATH LD_LIBRARY_PATH)
  unset(ENV{${name}})
endforeach()
execute_process(COMMAND ${EMULATOR} run --timeout 20 --env LAMBDA_TASK_ROOT=${task} --env LD_LIBRARY_PATH=${task}/lib ${OPTIONS}
  --data "{\"name\": \"John\"}" -- ${task}/bootstrap
  WORKING_DIRECTORY ${task} OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT printed STREQUAL "${ANSWER}\n")
  message(SEND_ERROR "Status ${status} and the answer\n${printed}\nreports:\n${reported}")
endif()
