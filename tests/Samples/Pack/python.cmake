# As bindings/python/README.md says: the wheel, installed into the folder, and the function's own files.
execute_process(COMMAND ${CMAKE_COMMAND} -DSOURCE=${SOURCE} "-DLICENCES=${LICENCES}" -DSCRATCH=${SCRATCH} -DOUTPUT=${SCRATCH}/wheel -DLIBRARY=${LIBRARY}
    -DSONAME=${SONAME} -DPROCESSOR=${PROCESSOR} -P ${SOURCE}/eng/cmake/PythonWheel.cmake
  COMMAND_ERROR_IS_FATAL ANY)
file(GLOB wheel ${SCRATCH}/wheel/*.whl)
execute_process(COMMAND python3 -m pip --disable-pip-version-check install --quiet --no-index --no-deps --root-user-action=ignore
  --no-compile --target ${packed} ${wheel} COMMAND_ERROR_IS_FATAL ANY)
file(COPY ${SOURCE}/samples/python/surname/ DESTINATION ${packed} PATTERN __pycache__ EXCLUDE)
file(GLOB licences ${packed}/lambdaclient-*.dist-info/LICENSE ${packed}/lambdaclient-*.dist-info/dotnet-LICENSE.txt)
list(LENGTH licences count)
if(NOT count EQUAL 2)
  message(SEND_ERROR "The wheel lacks a licence: ${licences}")
endif()
