# EMULATOR run --event ... -- HANDLER gives ANSWERS, a line each, and ends with STATUS.
cmake_minimum_required(VERSION 3.25)
list(TRANSFORM EVENTS PREPEND "--event;")
execute_process(COMMAND ${EMULATOR} run --timeout 20 ${EVENTS} -- ${HANDLER}
  OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
list(JOIN ANSWERS "\n" expected)
if(NOT printed STREQUAL "${expected}\n")
  message(SEND_ERROR "The answers were\n${printed}\nnot\n${expected}\n\nand the reports\n${reported}")
endif()
if(NOT status STREQUAL STATUS)
  message(SEND_ERROR "The status was ${status}, not ${STATUS}; the reports were\n${reported}")
endif()
