# The Node-API addon of the Node.js package: build/node/linux-x64/lambdaclient.node, or linux-arm64 where that is built. Node-API is
# stable, so one file serves every Node.js. It finds liblambdaclient when it is loaded, so it links nothing but libc.
set(lambdaclient_node_dir ${PROJECT_BINARY_DIR}/node)
string(REPLACE x86_64 linux-x64 lambdaclient_node_kind ${CMAKE_SYSTEM_PROCESSOR})
string(REPLACE aarch64 linux-arm64 lambdaclient_node_kind ${lambdaclient_node_kind})
set(lambdaclient_node_addon ${lambdaclient_node_dir}/${lambdaclient_node_kind}/lambdaclient.node)

function(lambdaclient_add_node_addon target folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bindings/node/native/*.c)
  add_library(${target} MODULE ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/bindings/c/include)
  target_include_directories(${target} SYSTEM PRIVATE ${PROJECT_SOURCE_DIR}/bindings/node/node_modules/node-api-headers/include)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror -fvisibility=hidden)
  # A thread may still be on its way out of the addon when an environment unloads it. The functions of Node.js are the program's.
  target_link_options(${target} PRIVATE -Wl,-z,nodelete -Wl,-z,relro -Wl,-z,now)
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX ".node" OUTPUT_NAME lambdaclient LIBRARY_OUTPUT_DIRECTORY ${folder})
  add_dependencies(c-programs ${target})
endfunction()
