# Makes OUTPUT/lambdaclient-VERSION.tgz, with LIBRARY in it as SONAME. Fetches nothing. SOURCE is the repository.
cmake_minimum_required(VERSION 3.25)
find_program(NPM npm)
if(NOT NPM)
  message(FATAL_ERROR "SKIPPED, because npm is not in PATH")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/StagePackage.cmake)
stage_package(node . ${SCRATCH}/staged)
file(MAKE_DIRECTORY ${OUTPUT})
execute_process(COMMAND ${NPM} pack --silent --offline --pack-destination ${OUTPUT} WORKING_DIRECTORY ${SCRATCH}/staged
  COMMAND_ERROR_IS_FATAL ANY)
