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

# The managed programs (emulator, samples, tests) in one build of the solution.
file(GLOB_RECURSE lambdaclient_managed_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/*.cs ${PROJECT_SOURCE_DIR}/src/*.csproj ${PROJECT_SOURCE_DIR}/src/*.props
  ${PROJECT_SOURCE_DIR}/Directory.*.props ${PROJECT_SOURCE_DIR}/eng/*.txt)
set(lambdaclient_managed_dir ${PROJECT_BINARY_DIR}/dotnet/managed)
set(lambdaclient_emulator ${lambdaclient_managed_dir}/bin/Emulator/release/LambdaClient.Emulator.dll)

add_custom_target(managed ALL
  COMMAND ${DOTNET} build ${PROJECT_SOURCE_DIR}/Interop.sln -c Release -v:quiet -nologo
          "-p:ArtifactsPath=${lambdaclient_managed_dir}"
  USES_TERMINAL VERBATIM
  COMMENT "Building the managed programs")

add_custom_target(emulator
  COMMAND ${DOTNET} build ${PROJECT_SOURCE_DIR}/src/Emulator -c Release -v:quiet -nologo
          "-p:ArtifactsPath=${lambdaclient_managed_dir}"
  USES_TERMINAL VERBATIM
  COMMENT "Building the emulator")
