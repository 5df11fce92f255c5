# The DNNE flavour where .NET cannot be started, in each way that we know of: PROGRAM (test_unavailable.c) runs with a copy of
# the library's FOLDER to which something was done. Nothing is written to standard error, and nothing aborts.
cmake_minimum_required(VERSION 3.25)
set(copy ${SCRATCH}/lambdaclient)

function(renew)
  file(REMOVE_RECURSE ${SCRATCH})
  file(COPY ${FOLDER} DESTINATION ${SCRATCH})
  file(CREATE_LINK ${copy}/liblambdaclient.so ${SCRATCH}/liblambdaclient.so.${SOVERSION} SYMBOLIC)
endfunction()

# Runs the program with a text that the sentence has to hold; more arguments are variables of its environment.
function(expect_unavailable what text)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${SCRATCH} ${ARGN} ${PROGRAM} "${text}"
    OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE result)
  if(result OR reported)
    message(SEND_ERROR "${what}: ended with ${result}\n${printed}${reported}")
  endif()
  message(STATUS "${what}: ${printed}")
  renew()
endfunction()

function(cut name bytes)
  execute_process(COMMAND truncate -s ${bytes} ${copy}/${name} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

renew()
file(MAKE_DIRECTORY ${SCRATCH}/empty)
expect_unavailable("No .NET" "no .NET is installed where it is looked for" DOTNET_ROOT=${SCRATCH}/empty)
foreach(name liblambdaclient.dll LambdaClient.dll liblambdaclient.runtimeconfig.json)
  file(REMOVE ${copy}/${name})
  expect_unavailable("${name} is missing" "${copy}/${name}: No such file")
endforeach()
file(WRITE ${copy}/liblambdaclient.runtimeconfig.json "{ broken")
expect_unavailable("A broken runtimeconfig" "liblambdaclient.runtimeconfig.json")
file(READ ${FOLDER}/liblambdaclient.runtimeconfig.json config)
string(REGEX REPLACE "\"version\": \"[0-9.]+\"" "\"version\": \"99.0.0\"" config "${config}")
file(WRITE ${copy}/liblambdaclient.runtimeconfig.json "${config}")
expect_unavailable("Another .NET is wanted" "99.0.0")
file(WRITE ${copy}/liblambdaclient.deps.json "{ broken")
expect_unavailable("A broken deps.json" "liblambdaclient.dll or its deps.json cannot be used")
foreach(bytes 0 1000 20000)
  cut(liblambdaclient.dll ${bytes})
  expect_unavailable("liblambdaclient.dll has ${bytes} bytes" "liblambdaclient.dll or its deps.json cannot be used")
  cut(LambdaClient.dll ${bytes})
  expect_unavailable("LambdaClient.dll has ${bytes} bytes" "'LambdaClient, Version")
endforeach()
# The folder is moved while a program knows the old place: a link that leads nowhere is the loader's to report, so this is a copy
# of the library alone, away from its files.
file(REMOVE ${SCRATCH}/liblambdaclient.so.${SOVERSION})
file(COPY_FILE ${copy}/liblambdaclient.so ${SCRATCH}/liblambdaclient.so.${SOVERSION})
expect_unavailable("The library was moved alone" "${SCRATCH}/liblambdaclient.runtimeconfig.json: No such file")
file(REMOVE_RECURSE ${SCRATCH})
