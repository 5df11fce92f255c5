# The .NET side of the build: the SDK, the flavour of the library, and which .NET it is made of.

find_program(DOTNET dotnet REQUIRED)
set(ENV{DOTNET_CLI_TELEMETRY_OPTOUT} 1)
set(ENV{DOTNET_NOLOGO} 1)

# What .NET calls this kind of machine.
set(lambdaclient_runtime_x86_64 linux-x64)
set(lambdaclient_runtime_aarch64 linux-arm64)
set(lambdaclient_runtime ${lambdaclient_runtime_${CMAKE_SYSTEM_PROCESSOR}})
if(NOT lambdaclient_runtime)
  message(FATAL_ERROR "The library is for x86_64 and aarch64, not for ${CMAKE_SYSTEM_PROCESSOR}")
endif()

set(LAMBDACLIENT_FLAVOR aot CACHE STRING "aot: compiled ahead of time; dnne: starts an installed .NET")
set_property(CACHE LAMBDACLIENT_FLAVOR PROPERTY STRINGS aot dnne)
set(LAMBDACLIENT_DNNE_SOURCE "" CACHE PATH "A folder with the NuGet package DNNE, where no package source has it")
if(LAMBDACLIENT_FLAVOR STREQUAL aot)
  set(lambdaclient_flavor_properties -p:LambdaclientFlavor=aot "-p:CppCompilerAndLinker=${CMAKE_C_COMPILER}"
    -p:RuntimeIdentifier=${lambdaclient_runtime})
  set(lambdaclient_frameworks net10.0 net9.0)
  set(lambdaclient_flavor_needs "The packages of the ahead-of-time compiler restore neither for net10.0 nor for net9.0")
elseif(LAMBDACLIENT_FLAVOR STREQUAL dnne)
  set(lambdaclient_flavor_properties -p:LambdaclientFlavor=dnne "-p:DnneCompilerCommand=${CMAKE_C_COMPILER}"
    "-p:LambdaclientDnneSource=${LAMBDACLIENT_DNNE_SOURCE}")
  set(lambdaclient_frameworks net10.0)
  set(lambdaclient_flavor_needs "The flavour dnne needs the NuGet package DNNE 2.1.2, which cannot be restored here: name a folder that has it with -DLAMBDACLIENT_DNNE_SOURCE=<folder>")
else()
  message(FATAL_ERROR "LAMBDACLIENT_FLAVOR is aot or dnne, not \"${LAMBDACLIENT_FLAVOR}\"")
endif()

# A framework needs packages that not every registry serves; so the first one that restores is taken.
function(lambdaclient_choose_framework)
  if(LAMBDACLIENT_FRAMEWORK)
    return()
  endif()
  foreach(framework IN LISTS lambdaclient_frameworks)
    execute_process(
      COMMAND ${DOTNET} restore ${PROJECT_SOURCE_DIR}/src/Native -v:quiet ${lambdaclient_flavor_properties}
              -p:LambdaclientFramework=${framework} "-p:ArtifactsPath=${PROJECT_BINARY_DIR}/dotnet/native"
      RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT failed)
      set(LAMBDACLIENT_FRAMEWORK ${framework} CACHE STRING ".NET that the library is compiled from: net10.0 or net9.0")
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "${lambdaclient_flavor_needs}\n${output}")
endfunction()

lambdaclient_choose_framework()
message(STATUS "liblambdaclient is made from ${LAMBDACLIENT_FRAMEWORK}, flavour ${LAMBDACLIENT_FLAVOR}")
