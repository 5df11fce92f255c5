# The answer of the HTTP stream sample, byte for byte: the prelude, its delimiter of eight NULs, and the page.
cmake_minimum_required(VERSION 3.25)
set(file ${SCRATCH}http_stream)
execute_process(COMMAND ${EMULATOR} run --timeout 20 --data {} -- ${HANDLER}
  OUTPUT_FILE ${file} ERROR_VARIABLE reported RESULT_VARIABLE status)
file(READ ${file} printed HEX)
file(REMOVE ${file})
string(CONCAT json "{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/html; charset=utf-8\","
  "\"Cache-Control\":\"no-store\"},\"cookies\":[\"seen=yes; Secure\"]}")
string(HEX "${json}" json)
# The emulator ends the answer with a newline of its own.
string(HEX "<!doctype html>\n<p>Hello</p>\n\n" page)
if(NOT status EQUAL 0 OR NOT printed STREQUAL "${json}0000000000000000${page}")
  message(SEND_ERROR "Status ${status} and the bytes\n${printed}\nreports:\n${reported}")
endif()
