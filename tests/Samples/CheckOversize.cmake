# 7 MB are refused, which is no end: three characters are answered after it.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${EMULATOR} run --timeout 20 --data 7000000 --data 3 -- ${HANDLER}
  OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
if(NOT status EQUAL 1 OR NOT printed MATCHES "^{[^\n]*Function.ResponseSizeTooLarge[^\n]*}\n\"...\"\n$")
  message(SEND_ERROR "Status ${status} and the answers\n${printed}\nreports:\n${reported}")
endif()
if(NOT reported MATCHES "payload_too_large")
  message(SEND_ERROR "The handler did not see the refusal:\n${reported}")
endif()
