# Makes OUTPUT/lambdaclient-VERSION-py3-none-PLATFORM.whl, with LIBRARY in it as SONAME. Fetches nothing: pip, setuptools and wheel
# have to be installed for one of the Pythons that are here. SOURCE is the repository.
cmake_minimum_required(VERSION 3.25)
find_program(python3 python3)
foreach(candidate ${python3} /usr/bin/python3)
  execute_process(COMMAND ${candidate} -W ignore -c "import setuptools, wheel, pip" RESULT_VARIABLE lacks OUTPUT_QUIET ERROR_QUIET)
  if(NOT lacks)
    set(python ${candidate})
    break()
  endif()
endforeach()
if(NOT python)
  message(FATAL_ERROR "SKIPPED, because no Python here has pip, setuptools and wheel")
endif()

include(${CMAKE_CURRENT_LIST_DIR}/StagePackage.cmake)
stage_package(python lambdaclient ${SCRATCH}/staged)
# The library's machine code is of this machine and needs glibc 2.34, and nothing depends on the version of Python.
execute_process(COMMAND ${python} -m pip --disable-pip-version-check wheel --quiet --no-index --no-deps --no-build-isolation
    --config-settings=--build-option=--plat-name=manylinux_2_34_${PROCESSOR} --wheel-dir ${OUTPUT} ${SCRATCH}/staged
  COMMAND_ERROR_IS_FATAL ANY)
