# HANDLER as a deployment package, bootstrap and the library in lib, unpacked elsewhere: it takes the package's own library,
# found as Lambda finds it (AWS Lambda Developer Guide, "Defined runtime environment variables"), and answers EVENT with ANSWER.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH}/packed/lib ${SCRATCH}/task)
file(COPY_FILE ${HANDLER} ${SCRATCH}/packed/bootstrap)
file(COPY_FILE ${LIBRARY} ${SCRATCH}/packed/lib/${SONAME})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar cf ${SCRATCH}/function.zip --format=zip bootstrap lib
  WORKING_DIRECTORY ${SCRATCH}/packed COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xf ${SCRATCH}/function.zip
  WORKING_DIRECTORY ${SCRATCH}/task COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${SCRATCH}/task/lib ldd ${SCRATCH}/task/bootstrap
  OUTPUT_VARIABLE needed COMMAND_ERROR_IS_FATAL ANY)
if(NOT needed MATCHES "${SONAME} => ${SCRATCH}/task/lib/${SONAME} ")
  message(SEND_ERROR "The package's library is not the one that is loaded:\n${needed}")
endif()
execute_process(COMMAND ${EMULATOR} run --timeout 20 --env LD_LIBRARY_PATH=${SCRATCH}/task/lib --event ${EVENT}
  -- ${SCRATCH}/task/bootstrap OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT printed STREQUAL "${ANSWER}\n")
  message(SEND_ERROR "Status ${status} and the answer\n${printed}\nreports:\n${reported}")
endif()
