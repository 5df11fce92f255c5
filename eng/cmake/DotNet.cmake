# The .NET side of the build: the SDK, and which .NET the ahead-of-time library is made of.

find_program(DOTNET dotnet REQUIRED)
set(ENV{DOTNET_CLI_TELEMETRY_OPTOUT} 1)
set(ENV{DOTNET_NOLOGO} 1)

set(lambdaclient_aot_properties -p:LambdaclientFlavor=aot "-p:CppCompilerAndLinker=${CMAKE_C_COMPILER}")

# Ahead of time, a framework needs packages that not every registry serves; so the first one that restores is taken.
function(lambdaclient_choose_framework)
  if(LAMBDACLIENT_FRAMEWORK)
    return()
  endif()
  foreach(framework net10.0 net9.0)
    execute_process(
      COMMAND ${DOTNET} restore ${PROJECT_SOURCE_DIR}/src/Native -v:quiet ${lambdaclient_aot_properties}
              -p:LambdaclientFramework=${framework} "-p:ArtifactsPath=${PROJECT_BINARY_DIR}/dotnet/native"
      RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT failed)
      set(LAMBDACLIENT_FRAMEWORK ${framework} CACHE STRING ".NET that the library is compiled from: net10.0 or net9.0")
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "The packages of the ahead-of-time compiler restore neither for net10.0 nor for net9.0:\n${output}")
endfunction()

lambdaclient_choose_framework()
message(STATUS "liblambdaclient is compiled ahead of time from ${LAMBDACLIENT_FRAMEWORK}")
