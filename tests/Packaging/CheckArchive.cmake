# The tar.gz has every file and works where it is unpacked, by find_package and by pkg-config; from two places come the
# same bytes of a deployment package, which runs when both are gone.
include(${CMAKE_CURRENT_LIST_DIR}/Common.cmake)
run(cpack --config ${BUILD}/CPackConfig.cmake -G TGZ -B ${SCRATCH}/archive)
set(archive ${SCRATCH}/archive/lambdaclient-${VERSION}-linux-${PROCESSOR}.tar.gz)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/installed)
expect_files(${SCRATCH}/installed runtime development)

set(places ${SCRATCH}/a ${SCRATCH}/another-and-longer)
foreach(place IN LISTS places)
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${place})
  file(RENAME ${place}/lambdaclient-${VERSION}-linux-${PROCESSOR} ${place}/prefix)
  expect_files(${place}/prefix runtime development)
  build_as_shown(${place}/prefix ${place}/hello)
endforeach()
build_with_pkg_config(${SCRATCH}/a/prefix ${SCRATCH}/a/pkg-config)

list(TRANSFORM places APPEND /hello/build/hello.zip OUTPUT_VARIABLE zips)
run(${CMAKE_COMMAND} -E compare_files ${zips})
unpack(${SCRATCH}/a/hello/build/hello.zip ${SCRATCH}/task bootstrap liblambdaclient.so.${SOVERSION})
file(REMOVE_RECURSE ${SCRATCH}/installed ${places})
expect_library(${SCRATCH}/task/bootstrap ${SCRATCH}/task/liblambdaclient.so.${SOVERSION})
expect_hello(${SCRATCH}/task/bootstrap)
