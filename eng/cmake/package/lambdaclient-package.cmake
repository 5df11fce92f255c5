# lambdaclient_package(<name> [EXECUTABLE <file>] [FILES <file>[=<name in the archive>]...] [DEPENDS <target>...]
#                      [OUTPUT <zip>])
#
# Makes a deployment package for the Lambda runtime provided.al2023: a zip with an executable named bootstrap and
# liblambdaclient.so.0 beside it, where bootstrap finds it. The target <name>-package makes it; the same inputs give the same
# bytes, whenever and wherever it is made.
#
#   <name>      An executable target, which is linked once more for the package: it looks for shared libraries beside itself,
#               and carries no debugging information. Where EXECUTABLE is given, any name.
#   EXECUTABLE  A program or a script that CMake did not build, to be the bootstrap.
#   FILES       What else goes into the package: files, and folders with all they hold. A name in the archive may have folders;
#               without one, it is the file's own name.
#   DEPENDS     Targets that have to be built before.
#   OUTPUT      The zip; <name>.zip in the current binary directory if not given.
include_guard(GLOBAL)

function(lambdaclient_package name)
  cmake_parse_arguments(package "" "EXECUTABLE;OUTPUT" "FILES;DEPENDS" ${ARGN})
  if(package_UNPARSED_ARGUMENTS OR package_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "lambdaclient_package(${name}) does not understand "
      "\"${package_UNPARSED_ARGUMENTS}${package_KEYWORDS_MISSING_VALUES}\": see ${CMAKE_CURRENT_FUNCTION_LIST_FILE}")
  endif()
  get_target_property(flavor lambdaclient::lambdaclient LAMBDACLIENT_FLAVOR)
  if(NOT flavor STREQUAL aot)
    message(FATAL_ERROR "lambdaclient_package(${name}) needs the library of the flavour aot, because provided.al2023 has no .NET")
  endif()
  if(NOT package_OUTPUT)
    set(package_OUTPUT ${name}.zip)
  endif()
  cmake_path(ABSOLUTE_PATH package_OUTPUT BASE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} NORMALIZE)
  if(NOT package_EXECUTABLE)
    lambdaclient_add_bootstrap(${name})
    set(package_EXECUTABLE $<TARGET_FILE:${name}-bootstrap>)
  endif()

  set(entries "${package_EXECUTABLE}=bootstrap"
    "$<TARGET_FILE:lambdaclient::lambdaclient>=$<TARGET_SONAME_FILE_NAME:lambdaclient::lambdaclient>")
  foreach(given IN LISTS package_FILES)
    lambdaclient_expand_entry("${given}" expanded)
    list(APPEND entries ${expanded})
  endforeach()
  set(files ${entries})
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/lambdaclient-zip.cmake)
  list(TRANSFORM files REPLACE "=[^=]*$" "")

  add_custom_command(
    OUTPUT ${package_OUTPUT}
    COMMAND ${CMAKE_COMMAND} "-DZIP_FILE=${package_OUTPUT}" "-DENTRIES=${entries}" "-DREADELF=${CMAKE_READELF}"
            -P ${script}
    DEPENDS ${files} ${package_DEPENDS} ${script}
    VERBATIM
    COMMENT "Packing ${package_OUTPUT}")
  add_custom_target(${name}-package DEPENDS ${package_OUTPUT})
endfunction()

# The program once more from the same objects. Its path of libraries is part of what is linked, so it is not patched later:
# the bytes would depend on where it was built.
function(lambdaclient_add_bootstrap target)
  set(type "")
  if(TARGET ${target})
    get_target_property(type ${target} TYPE)
  endif()
  if(NOT type STREQUAL EXECUTABLE)
    message(FATAL_ERROR "lambdaclient_package: ${target} is no executable target; name a program with EXECUTABLE")
  endif()
  add_executable(${target}-bootstrap EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${target}>)
  target_link_libraries(${target}-bootstrap PRIVATE $<TARGET_PROPERTY:${target},LINK_LIBRARIES>)
  target_link_options(${target}-bootstrap PRIVATE $<TARGET_PROPERTY:${target},LINK_OPTIONS> -s)
  target_link_directories(${target}-bootstrap PRIVATE $<TARGET_PROPERTY:${target},LINK_DIRECTORIES>)
  get_target_property(language ${target} LINKER_LANGUAGE)
  get_target_property(sources ${target} SOURCES)
  if(NOT language)
    set(language C)
    if(sources MATCHES "\\.(cc|cpp|cxx|c\\+\\+|C)(;|$)")
      set(language CXX)
    endif()
  endif()
  set_target_properties(${target}-bootstrap PROPERTIES
    LINKER_LANGUAGE ${language} BUILD_WITH_INSTALL_RPATH TRUE INSTALL_RPATH "$ORIGIN" INSTALL_RPATH_USE_LINK_PATH FALSE)
endfunction()

# <file>=<name> for a file, or for each file in a folder.
function(lambdaclient_expand_entry given result)
  string(REGEX MATCH "^(.*)=([^=]*)$" has_name "${given}")
  if(has_name)
    set(file "${CMAKE_MATCH_1}")
    set(name "${CMAKE_MATCH_2}")
  else()
    set(file "${given}")
    cmake_path(GET given FILENAME name)
  endif()
  string(FIND "${file}" "$<" expression)
  if(expression EQUAL -1)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  elseif(NOT has_name)
    set(name "$<PATH:GET_FILENAME,${file}>")
  endif()
  if(NOT IS_DIRECTORY "${file}")
    set(${result} "${file}=${name}" PARENT_SCOPE)
    return()
  endif()
  file(GLOB_RECURSE inside CONFIGURE_DEPENDS RELATIVE "${file}" "${file}/*")
  list(TRANSFORM inside REPLACE "(.+)" "${file}/\\1=${name}/\\1")
  set(${result} "${inside}" PARENT_SCOPE)
endfunction()
