# liblambdaclient.so as an imported target that C programs link: lambdaclient::lambdaclient.

set(lambdaclient_soversion ${PROJECT_VERSION_MAJOR})
set(lambdaclient_lib_dir ${PROJECT_BINARY_DIR}/lib)
set(lambdaclient_lib ${lambdaclient_lib_dir}/liblambdaclient.so)
set(lambdaclient_publish_dir ${PROJECT_BINARY_DIR}/dotnet/publish)

file(GLOB_RECURSE lambdaclient_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/Core/* ${PROJECT_SOURCE_DIR}/src/Native/*
  ${PROJECT_SOURCE_DIR}/Directory.Build.props ${PROJECT_SOURCE_DIR}/Directory.Packages.props)

# Ahead of time it is one file; DNNE's looks for its managed half beside itself, so they have a folder of their own.
if(LAMBDACLIENT_FLAVOR STREQUAL aot)
  set(lambdaclient_collect
    COMMAND ${CMAKE_COMMAND} -E copy ${lambdaclient_publish_dir}/liblambdaclient.so ${lambdaclient_lib}.${PROJECT_VERSION})
else()
  set(lambdaclient_dnne_files liblambdaclient.so liblambdaclient.dll liblambdaclient.runtimeconfig.json
    liblambdaclient.deps.json LambdaClient.dll)
  list(TRANSFORM lambdaclient_dnne_files PREPEND ${lambdaclient_publish_dir}/)
  set(lambdaclient_collect
    COMMAND ${CMAKE_COMMAND} -E make_directory ${lambdaclient_lib_dir}/lambdaclient
    COMMAND ${CMAKE_COMMAND} -E copy ${lambdaclient_dnne_files} ${lambdaclient_lib_dir}/lambdaclient
    COMMAND ${CMAKE_COMMAND} -E create_symlink lambdaclient/liblambdaclient.so ${lambdaclient_lib}.${PROJECT_VERSION})
endif()

add_custom_command(
  OUTPUT ${lambdaclient_lib}
  COMMAND ${DOTNET} publish ${PROJECT_SOURCE_DIR}/src/Native -c Release -v:quiet -nologo ${lambdaclient_flavor_properties}
          -p:LambdaclientFramework=${LAMBDACLIENT_FRAMEWORK}
          "-p:ArtifactsPath=${PROJECT_BINARY_DIR}/dotnet/native" "-p:PublishDir=${lambdaclient_publish_dir}/"
  COMMAND ${CMAKE_COMMAND} -E make_directory ${lambdaclient_lib_dir}
  ${lambdaclient_collect}
  COMMAND ${CMAKE_COMMAND} -E create_symlink liblambdaclient.so.${PROJECT_VERSION} ${lambdaclient_lib}.${lambdaclient_soversion}
  COMMAND ${CMAKE_COMMAND} -E create_symlink liblambdaclient.so.${lambdaclient_soversion} ${lambdaclient_lib}
  DEPENDS ${lambdaclient_sources}
  USES_TERMINAL VERBATIM
  COMMENT "Making liblambdaclient.so (${LAMBDACLIENT_FLAVOR}, ${LAMBDACLIENT_FRAMEWORK})")
add_custom_target(native-library ALL DEPENDS ${lambdaclient_lib})

add_library(lambdaclient SHARED IMPORTED GLOBAL)
set_target_properties(lambdaclient PROPERTIES
  IMPORTED_LOCATION ${lambdaclient_lib}
  IMPORTED_SONAME liblambdaclient.so.${lambdaclient_soversion}
  LAMBDACLIENT_FLAVOR ${LAMBDACLIENT_FLAVOR}
  INTERFACE_INCLUDE_DIRECTORIES "${PROJECT_SOURCE_DIR}/bindings/c/include;${PROJECT_SOURCE_DIR}/bindings/cpp/include")
add_dependencies(lambdaclient native-library)
add_library(lambdaclient::lambdaclient ALIAS lambdaclient)

# A C program of this project, with strict warnings; c-programs are all of them.
add_custom_target(c-programs)
function(lambdaclient_add_program name)
  add_executable(${name} ${ARGN})
  add_dependencies(c-programs ${name})
  add_dependencies(${name} native-library)
  target_link_libraries(${name} PRIVATE lambdaclient::lambdaclient)
  target_compile_options(${name} PRIVATE -Wall -Wextra -pedantic -Werror)
  target_compile_definitions(${name} PRIVATE $<$<STREQUAL:${LAMBDACLIENT_FLAVOR},dnne>:LAMBDACLIENT_DNNE>
    $<$<BOOL:${CMAKE_CROSSCOMPILING}>:LAMBDACLIENT_EMULATED>)
endfunction()

# A test that cannot run here, and says why.
function(lambdaclient_add_skipped_test name reason)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED, because ${reason}")
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "SKIPPED")
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
