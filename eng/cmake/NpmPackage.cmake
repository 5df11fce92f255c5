# Makes OUTPUT/lambdaclient-VERSION.tgz, with LIBRARY (as SONAME) and ADDON in it, in the folder prebuilt/KIND of their processor.
# Fetches nothing. SOURCE is the repository.
cmake_minimum_required(VERSION 3.25)
find_program(NPM npm)
if(NOT NPM)
  message(FATAL_ERROR "SKIPPED, because npm is not in PATH")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/StagePackage.cmake)
set(prebuilt prebuilt/${KIND})
stage_package(node ${prebuilt} ${SCRATCH}/staged)
file(REMOVE_RECURSE ${SCRATCH}/staged/native)
file(COPY ${ADDON} DESTINATION ${SCRATCH}/staged/${prebuilt})
file(MAKE_DIRECTORY ${OUTPUT})
execute_process(COMMAND ${NPM} pack --silent --offline --pack-destination ${OUTPUT} WORKING_DIRECTORY ${SCRATCH}/staged
  COMMAND_ERROR_IS_FATAL ANY)
