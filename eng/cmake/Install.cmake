# What is installed, and the archives: a tar.gz with everything, and two Debian packages, of what programs need when they
# run (component runtime) and when they are built (component development).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Installing builds nothing: it would build every test too.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE)
set(lambdaclient_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lambdaclient)
set(lambdaclient_doc_dir ${CMAKE_INSTALL_DATADIR}/doc/liblambdaclient${lambdaclient_soversion})
set(lambdaclient_generated_dir ${PROJECT_BINARY_DIR}/package)

function(lambdaclient_install component destination)
  install(FILES ${ARGN} DESTINATION ${destination} COMPONENT ${component})
endfunction()

lambdaclient_install(runtime ${CMAKE_INSTALL_LIBDIR} ${lambdaclient_lib}.${PROJECT_VERSION}
  ${lambdaclient_lib}.${lambdaclient_soversion})
lambdaclient_install(development ${CMAKE_INSTALL_LIBDIR} ${lambdaclient_lib})
if(LAMBDACLIENT_FLAVOR STREQUAL dnne)
  install(DIRECTORY ${lambdaclient_lib_dir}/lambdaclient DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime)
endif()
lambdaclient_install(development ${CMAKE_INSTALL_INCLUDEDIR}
  bindings/c/include/lambdaclient.h bindings/cpp/include/lambdaclient.hpp)
install(DIRECTORY bindings/c/man/ DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT development)

foreach(licence IN LISTS lambdaclient_licences)
  string(REGEX MATCH "^(.*)=(.*)$" ignored ${licence})
  install(FILES ${CMAKE_MATCH_1} RENAME ${CMAKE_MATCH_2} DESTINATION ${lambdaclient_doc_dir} COMPONENT runtime)
endforeach()

# find_package(lambdaclient); a version of the same soname will do.
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/package/lambdaclient-config.cmake.in
  ${lambdaclient_generated_dir}/lambdaclient-config.cmake
  INSTALL_DESTINATION ${lambdaclient_cmake_dir} PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${lambdaclient_generated_dir}/lambdaclient-config-version.cmake
  COMPATIBILITY SameMajorVersion)
lambdaclient_install(development ${lambdaclient_cmake_dir}
  ${lambdaclient_generated_dir}/lambdaclient-config.cmake ${lambdaclient_generated_dir}/lambdaclient-config-version.cmake
  eng/cmake/package/lambdaclient-package.cmake eng/cmake/package/lambdaclient-zip.cmake)

# pkg-config finds the rest from the place of its own file, so the archive can be unpacked anywhere.
file(RELATIVE_PATH lambdaclient_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_CURRENT_LIST_DIR}/package/lambdaclient.pc.in ${lambdaclient_generated_dir}/lambdaclient.pc @ONLY)
lambdaclient_install(development ${CMAKE_INSTALL_LIBDIR}/pkgconfig ${lambdaclient_generated_dir}/lambdaclient.pc)

set(CPACK_PACKAGE_NAME lambdaclient)
set(CPACK_PACKAGE_VENDOR "The lambdaclient authors")
set(CPACK_PACKAGE_CONTACT "The lambdaclient authors")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_COMPONENTS_ALL runtime development)
string(TOLOWER ${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR} CPACK_SYSTEM_NAME)

# Debian's names; the version of libc is the one that CheckLibrary.cmake holds the library to.
set(debian_x86_64 amd64)
set(debian_aarch64 arm64)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${debian_${CMAKE_SYSTEM_PROCESSOR}})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME liblambdaclient${lambdaclient_soversion})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS "libc6 (>= 2.34)")
if(LAMBDACLIENT_FLAVOR STREQUAL dnne)
  string(APPEND CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS ", libstdc++6, dotnet-runtime-10.0")
endif()
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME liblambdaclient-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${CPACK_DEBIAN_RUNTIME_PACKAGE_NAME} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "The library.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Headers, manual pages, and what CMake and pkg-config need.")
include(CPack)
