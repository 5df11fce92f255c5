# The managed programs (emulator, samples, tests) in one build of the solution.
file(GLOB_RECURSE lambdaclient_managed_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/*.cs ${PROJECT_SOURCE_DIR}/src/*.fs ${PROJECT_SOURCE_DIR}/src/*.fsi ${PROJECT_SOURCE_DIR}/src/*.?sproj ${PROJECT_SOURCE_DIR}/src/*.props
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
