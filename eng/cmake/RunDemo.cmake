# Runs a handler in the emulator with some events. A function error is an answer like any other, so 0 and 1 are both fine.
list(TRANSFORM EVENTS PREPEND "--event;")
execute_process(COMMAND ${EMULATOR} run ${EVENTS} -- ${HANDLER} RESULT_VARIABLE result)
if(NOT result MATCHES "^[01]$")
  message(FATAL_ERROR "The emulator ended with status ${result}.")
endif()
