# The program number INDEX in LANGUAGE that PAGE shows is written to FILE, and compiled by COMPILE if that is there; HANDLER, which runs it, gives the ANSWERS in the emulator,
# as in tests/Samples/CheckSample.cmake.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/Block.cmake)
read_page_block(${PAGE} ${LANGUAGE} ${INDEX} program)
file(WRITE ${FILE} "${program}")
if(COMPILE)
  execute_process(COMMAND ${COMPILE} RESULT_VARIABLE failed ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "The program does not compile:\n${output}")
  endif()
endif()
include(${CMAKE_CURRENT_LIST_DIR}/../Samples/CheckSample.cmake)
