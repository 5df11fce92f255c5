# lambdaclient_package with everything that it takes: extras/CMakeLists.txt, against an installed library.
include(${CMAKE_CURRENT_LIST_DIR}/Common.cmake)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/extras -B ${SCRATCH}/build -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix)
run(${CMAKE_COMMAND} --build ${SCRATCH}/build --target speak-package script-package)

unpack(${SCRATCH}/build/out/spoken.zip ${SCRATCH}/spoken
  bootstrap data/deep/word.txt data/letter.txt liblambdaclient.so.${SOVERSION} libwords.so renamed/letter.txt)
expect_library(${SCRATCH}/spoken/bootstrap ${SCRATCH}/spoken/liblambdaclient.so.${SOVERSION})
file(REMOVE_RECURSE ${SCRATCH}/build/speak ${SCRATCH}/build/libwords.so)
expect_hello(${SCRATCH}/spoken/bootstrap)

unpack(${SCRATCH}/build/script.zip ${SCRATCH}/script bootstrap liblambdaclient.so.${SOVERSION} libwords.so speak)
expect_hello(${SCRATCH}/script/bootstrap)
