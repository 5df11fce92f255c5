# As npm installs the package into node_modules, but without the registry. It has no dependency.
execute_process(COMMAND ${CMAKE_COMMAND} -DSOURCE=${SOURCE} "-DLICENCES=${LICENCES}" -DSCRATCH=${SCRATCH} -DOUTPUT=${SCRATCH} -DLIBRARY=${LIBRARY}
    -DSONAME=${SONAME} -DADDON=${ADDON} -DKIND=${ADDON_KIND} -P ${SOURCE}/eng/cmake/NpmPackage.cmake
  COMMAND_ERROR_IS_FATAL ANY)
file(GLOB archive ${SCRATCH}/*.tgz)
file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${SCRATCH}/unpacked)
file(COPY ${SCRATCH}/unpacked/package/ DESTINATION ${packed}/node_modules/lambdaclient)
file(COPY ${SOURCE}/samples/node/surname/ DESTINATION ${packed})
foreach(licence LICENSE dotnet-LICENSE.txt)
  if(NOT EXISTS ${packed}/node_modules/lambdaclient/${licence})
    message(SEND_ERROR "The npm package lacks ${licence}")
  endif()
endforeach()
