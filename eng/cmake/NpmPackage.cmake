# Makes OUTPUT/lambdaclient-VERSION.tgz of the package SOURCE and of LIBRARY, which is in it as SONAME. Fetches nothing.
cmake_minimum_required(VERSION 3.25)
find_program(NPM npm)
if(NOT NPM)
  message(FATAL_ERROR "SKIPPED, because npm is not in PATH")
endif()
file(REMOVE_RECURSE ${SCRATCH}/source)
file(COPY ${SOURCE}/ DESTINATION ${SCRATCH}/source PATTERN node_modules EXCLUDE PATTERN test EXCLUDE)
file(COPY_FILE ${LIBRARY} ${SCRATCH}/source/${SONAME})
file(MAKE_DIRECTORY ${OUTPUT})
execute_process(COMMAND ${NPM} pack --silent --offline --pack-destination ${OUTPUT} WORKING_DIRECTORY ${SCRATCH}/source
  COMMAND_ERROR_IS_FATAL ANY)
