# The DNNE flavour in its own build tree (the preset dnne), with the tests that are for both; SKIPPED, with configure's own
# reason, where its packages cannot be restored.
cmake_minimum_required(VERSION 3.25)
function(run what)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${SOURCE}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
  string(REGEX REPLACE "[ \n]+" " " line "${output}")
  if(failed AND line MATCHES "The flavour dnne needs [^:]*")
    message(FATAL_ERROR "SKIPPED, because of this: ${CMAKE_MATCH_0}")
  elseif(failed)
    message(FATAL_ERROR "The DNNE flavour cannot be ${what}:\n${output}")
  endif()
  message("${output}")
endfunction()
run(configured ${CMAKE_COMMAND} --preset dnne -DLAMBDACLIENT_DNNE_SOURCE=${DNNE_SOURCE})
run(built ${CMAKE_COMMAND} --build --preset dnne)
run("shown to work" ${CMAKE_CTEST_COMMAND} --preset dnne)
