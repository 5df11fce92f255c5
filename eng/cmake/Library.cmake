# liblambdaclient.so, compiled ahead of time, as an imported target that C programs link: lambdaclient::lambdaclient.

set(lambdaclient_soversion ${PROJECT_VERSION_MAJOR})
set(lambdaclient_lib_dir ${PROJECT_BINARY_DIR}/lib)
set(lambdaclient_lib ${lambdaclient_lib_dir}/liblambdaclient.so)
set(lambdaclient_publish_dir ${PROJECT_BINARY_DIR}/dotnet/publish)

file(GLOB_RECURSE lambdaclient_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/Core/* ${PROJECT_SOURCE_DIR}/src/Native/*
  ${PROJECT_SOURCE_DIR}/Directory.Build.props ${PROJECT_SOURCE_DIR}/Directory.Packages.props)

add_custom_command(
  OUTPUT ${lambdaclient_lib}
  COMMAND ${DOTNET} publish ${PROJECT_SOURCE_DIR}/src/Native -c Release -v:quiet -nologo ${lambdaclient_aot_properties}
          -p:LambdaclientFramework=${LAMBDACLIENT_FRAMEWORK}
          "-p:ArtifactsPath=${PROJECT_BINARY_DIR}/dotnet/native" "-p:PublishDir=${lambdaclient_publish_dir}/"
  COMMAND ${CMAKE_COMMAND} -E make_directory ${lambdaclient_lib_dir}
  COMMAND ${CMAKE_COMMAND} -E copy ${lambdaclient_publish_dir}/liblambdaclient.so ${lambdaclient_lib}.${PROJECT_VERSION}
  COMMAND ${CMAKE_COMMAND} -E create_symlink liblambdaclient.so.${PROJECT_VERSION} ${lambdaclient_lib}.${lambdaclient_soversion}
  COMMAND ${CMAKE_COMMAND} -E create_symlink liblambdaclient.so.${lambdaclient_soversion} ${lambdaclient_lib}
  DEPENDS ${lambdaclient_sources}
  USES_TERMINAL VERBATIM
  COMMENT "Compiling liblambdaclient.so ahead of time (${LAMBDACLIENT_FRAMEWORK})")
add_custom_target(native-library ALL DEPENDS ${lambdaclient_lib})

add_library(lambdaclient SHARED IMPORTED GLOBAL)
set_target_properties(lambdaclient PROPERTIES
  IMPORTED_LOCATION ${lambdaclient_lib}
  IMPORTED_SONAME liblambdaclient.so.${lambdaclient_soversion}
  INTERFACE_INCLUDE_DIRECTORIES ${PROJECT_SOURCE_DIR}/bindings/c/include)
add_dependencies(lambdaclient native-library)
add_library(lambdaclient::lambdaclient ALIAS lambdaclient)

# A C program of this project, with strict warnings.
function(lambdaclient_add_program name)
  add_executable(${name} ${ARGN})
  add_dependencies(${name} native-library)
  target_link_libraries(${name} PRIVATE lambdaclient::lambdaclient)
  target_compile_options(${name} PRIVATE -Wall -Wextra -pedantic -Werror)
endfunction()

# The same in C++17.
function(lambdaclient_add_cpp_program name)
  lambdaclient_add_program(${name} ${ARGN})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/bindings/cpp/include)
  set_target_properties(${name} PROPERTIES CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
endfunction()

# The same under AddressSanitizer and UndefinedBehaviorSanitizer.
function(lambdaclient_add_sanitized_program name)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  lambdaclient_add_program(${name} ${ARGN})
  target_compile_options(${name} PRIVATE ${sanitizers} -g)
  target_link_options(${name} PRIVATE ${sanitizers})
endfunction()
