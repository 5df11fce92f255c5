# As samples/python/README.md says: the wheel, installed into the folder, and the function's own files.
execute_process(COMMAND ${CMAKE_COMMAND} -DSOURCE=${SOURCE}/bindings/python -DSCRATCH=${SCRATCH} -DOUTPUT=${SCRATCH}/wheel -DLIBRARY=${LIBRARY}
    -DSONAME=${SONAME} -DPROCESSOR=${PROCESSOR} -P ${SOURCE}/eng/cmake/PythonWheel.cmake
  COMMAND_ERROR_IS_FATAL ANY)
file(GLOB wheel ${SCRATCH}/wheel/*.whl)
execute_process(COMMAND python3 -m pip --disable-pip-version-check install --quiet --no-index --no-deps --root-user-action=ignore
  --no-compile --target ${packed} ${wheel} COMMAND_ERROR_IS_FATAL ANY)
file(COPY ${SOURCE}/samples/python/surname/ DESTINATION ${packed} PATTERN __pycache__ EXCLUDE)
