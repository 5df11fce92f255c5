# What the README shows is real: the demo's answers letter by letter; C, C# and F# are the samples', and the C compiles.
cmake_minimum_required(VERSION 3.25)
file(READ ${README} readme)
# Brackets and semicolons would make lists of the text.
string(REPLACE "[" "<" readme "${readme}")
string(REPLACE "]" ">" readme "${readme}")

function(expect_part what text)
  string(REPLACE "[" "<" text "${text}")
  string(REPLACE "]" ">" text "${text}")
  string(LENGTH "${text}" length)
  string(FIND "${readme}" "${text}" place)
  if(length EQUAL 0 OR place EQUAL -1)
    message(SEND_ERROR "The README does not show ${what}:\n${text}")
  endif()
endfunction()

list(TRANSFORM EVENTS PREPEND "--event;")
execute_process(COMMAND ${EMULATOR} run ${EVENTS} -- ${HANDLER} OUTPUT_VARIABLE printed ERROR_QUIET)
string(REGEX REPLACE "\n$" "" printed "${printed}")
expect_part("what the demo prints" "${printed}")

file(READ ${CSHARP} csharp)
string(REGEX MATCH "static Result<Response, InvalidNameError> Handle.*\n}\n\nnamespace" handle "${csharp}")
string(REPLACE "\n\nnamespace" "" handle "${handle}")
expect_part("the handler of the C# sample" "${handle}")

# The whole F# sample but for its first line, which is a comment.
file(READ ${FSHARP} fsharp)
string(FIND "${fsharp}" "open" begin)
string(SUBSTRING "${fsharp}" ${begin} -1 fsharp)
expect_part("the F# sample" "${fsharp}")

# The whole C sample but for its first line, which is a comment.
file(READ ${C} c)
string(FIND "${c}" "#include" begin)
string(SUBSTRING "${c}" ${begin} -1 c)
expect_part("the C sample" "${c}")

file(READ ${README} original)
string(REGEX MATCH "```c\n([^`]*)```" ignored "${original}")
file(WRITE ${SCRATCH}/readme.c "${CMAKE_MATCH_1}")
execute_process(COMMAND ${COMPILER} -std=c11 -Wall -Wextra -pedantic -Werror -fsyntax-only -I${INCLUDE} ${SCRATCH}/readme.c
  RESULT_VARIABLE failed)
if(failed)
  message(SEND_ERROR "The README's C program does not compile.")
endif()
