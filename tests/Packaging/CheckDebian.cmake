# The two Debian packages: fields, files, and hello built against both together.
include(${CMAKE_CURRENT_LIST_DIR}/Common.cmake)
find_program(DPKG_DEB dpkg-deb)
if(NOT DPKG_DEB)
  message("SKIPPED, because dpkg-deb is not installed")
  return()
endif()
run(cpack --config ${BUILD}/CPackConfig.cmake -G DEB -B ${SCRATCH}/archive)
set(architecture_x86_64 amd64)
set(architecture_aarch64 arm64)
set(architecture ${architecture_${PROCESSOR}})

# The fields after the component, and its files; both packages are unpacked into one folder.
function(check_package name components)
  set(file ${SCRATCH}/archive/${name}_${VERSION}_${architecture}.deb)
  foreach(pair "Package=${name}" "Version=${VERSION}" "Architecture=${architecture}" ${ARGN})
    string(REGEX MATCH "^([A-Za-z-]+)=(.*)$" ignored "${pair}")
    set(expected "${CMAKE_MATCH_2}")
    run(${DPKG_DEB} -f ${file} ${CMAKE_MATCH_1})
    expect("${pair}" "${output}" "${expected}\n")
  endforeach()
  run(${DPKG_DEB} -x ${file} ${SCRATCH}/${name})
  expect_files(${SCRATCH}/${name}/usr ${components})
  run(${DPKG_DEB} -x ${file} ${SCRATCH}/both)
endfunction()
set(needs_aot "libc6 (>= 2.34)")
set(needs_dnne "libc6 (>= 2.34), libstdc++6, dotnet-runtime-10.0")
check_package(liblambdaclient${SOVERSION} "runtime;${FLAVOR}" "Section=libs" "Depends=${needs_${FLAVOR}}")
check_package(liblambdaclient-dev development "Section=libdevel" "Depends=liblambdaclient${SOVERSION} (= ${VERSION})")

run(${DPKG_DEB} -I ${SCRATCH}/archive/liblambdaclient${SOVERSION}_${VERSION}_${architecture}.deb shlibs)
expect("What packages that link it need" "${output}"
  "liblambdaclient ${SOVERSION} liblambdaclient${SOVERSION} (>= ${VERSION})\n")

build_with_pkg_config(${SCRATCH}/both/usr ${SCRATCH}/pkg-config)
if(FLAVOR STREQUAL aot)
  # The lines of the page make a deployment package as well.
  build_as_shown(${SCRATCH}/both/usr ${SCRATCH}/hello)
endif()
