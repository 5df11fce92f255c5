# EMULATOR run OPTIONS --event ... --data ... -- HANDLER gives ANSWERS, a line each, and ends with STATUS; what the handler
# and the emulator report matches REPORTS, where there is such an expression.
cmake_minimum_required(VERSION 3.25)
list(TRANSFORM EVENTS PREPEND "--event;")
list(TRANSFORM DATA PREPEND "--data;")
execute_process(COMMAND ${EMULATOR} run --timeout 20 ${OPTIONS} ${EVENTS} ${DATA} -- ${HANDLER}
  OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
list(JOIN ANSWERS "\n" expected)
if(NOT printed STREQUAL "${expected}\n")
  message(SEND_ERROR "The answers were\n${printed}\nnot\n${expected}\n\nand the reports\n${reported}")
endif()
if(NOT status STREQUAL STATUS)
  message(SEND_ERROR "The status was ${status}, not ${STATUS}; the reports were\n${reported}")
endif()
if(REPORTS AND NOT reported MATCHES "${REPORTS}")
  message(SEND_ERROR "The reports do not match ${REPORTS}:\n${reported}")
endif()
