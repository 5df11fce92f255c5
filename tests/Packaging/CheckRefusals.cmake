# What cannot become a deployment package is refused, in a sentence that names it; and no zip is left.
include(${CMAKE_CURRENT_LIST_DIR}/Common.cmake)

# FIXTURES is a list of <file>=<name>, as lambdaclient-zip.cmake takes it.
function(expect_refusal sentence)
  set(zip ${SCRATCH}/refused.zip)
  execute_process(COMMAND ${CMAKE_COMMAND} -DZIP_FILE=${zip} "-DENTRIES=${ARGN}" -DREADELF=${READELF}
      -P ${SCRIPTS}/lambdaclient-zip.cmake
    RESULT_VARIABLE result ERROR_VARIABLE said)
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
  if(NOT result OR NOT said MATCHES "${sentence}" OR EXISTS ${zip})
    message(SEND_ERROR "Not refused with \"${sentence}\" but with ${result}:\n${said}")
  endif()
endfunction()

file(WRITE ${SCRATCH}/a a)
expect_refusal("as \"b\": the name is taken" ${SCRATCH}/a=b ${SCRATCH}/a=b)
expect_refusal("as \"../b\": .*leads out of the package" ${SCRATCH}/a=x/../../b)
expect_refusal("as \"/b\": .*leads out of the package" ${SCRATCH}/a=/b)
expect_refusal("${SCRATCH}/nothing" ${SCRATCH}/nothing=b)

# A program that needs a function of a newer glibc than there is.
file(WRITE ${SCRATCH}/newer.c "int newer(void) { return 0; }")
file(WRITE ${SCRATCH}/newer.map "GLIBC_2.99 { global: newer; local: *; };")
file(WRITE ${SCRATCH}/main.c "int newer(void); int main(void) { return newer(); }")
run(${COMPILER} -shared -fPIC -Wl,--version-script,${SCRATCH}/newer.map ${SCRATCH}/newer.c -o ${SCRATCH}/libnewer.so)
run(${COMPILER} ${SCRATCH}/main.c ${SCRATCH}/libnewer.so -o ${SCRATCH}/newer)
expect_refusal("bootstrap needs glibc 2.99, and Amazon Linux 2023 has 2.34" ${SCRATCH}/newer=bootstrap)

# A program that finds the library only where it was built.
run(${COMPILER} ${HELLO} -I${SCRIPTS}/../../../bindings/c/include -L${BUILD}/lib -llambdaclient -Wl,-rpath,${BUILD}/lib
  -o ${SCRATCH}/elsewhere)
expect_refusal("bootstrap does not look for liblambdaclient.so beside itself: link .*-rpath" ${SCRATCH}/elsewhere=bootstrap)

# The function itself.
function(expect_configure_error sentence lines)
  file(WRITE ${SCRATCH}/project/CMakeLists.txt
    "cmake_minimum_required(VERSION 3.25)\nproject(p LANGUAGES NONE)\n"
    "add_library(lambdaclient::lambdaclient SHARED IMPORTED)\n"
    "set_target_properties(lambdaclient::lambdaclient PROPERTIES LAMBDACLIENT_FLAVOR aot)\n"
    "include(${SCRIPTS}/lambdaclient-package.cmake)\n${lines}\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${SCRATCH}/project -B ${SCRATCH}/project/build
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE said)
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
  if(NOT result OR NOT said MATCHES "${sentence}")
    message(SEND_ERROR "Not refused with \"${sentence}\" but with ${result}:\n${said}")
  endif()
endfunction()
expect_configure_error("does not understand \"FILE\"" "lambdaclient_package(p EXECUTABLE a FILE)")
expect_configure_error("needs the library of the flavour aot, because provided.al2023 has no .NET"
  "set_target_properties(lambdaclient::lambdaclient PROPERTIES LAMBDACLIENT_FLAVOR dnne)\nlambdaclient_package(p)")
expect_configure_error("nothing is no executable target" "lambdaclient_package(nothing)")
expect_configure_error("p is no executable target" "add_custom_target(p)\nlambdaclient_package(p)")
