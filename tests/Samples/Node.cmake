# The Node.js samples, in a folder that has the package as users have it: in node_modules.
if(lambdaclient_no_node)
  lambdaclient_add_skipped_test(sample-node "${lambdaclient_no_node}")
  return()
endif()
set(node_samples ${CMAKE_CURRENT_BINARY_DIR}/node)
file(MAKE_DIRECTORY ${node_samples}/node_modules)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/bindings/node ${node_samples}/node_modules/lambdaclient SYMBOLIC)
foreach(sample echo stream surname)
  configure_file(${PROJECT_SOURCE_DIR}/samples/node/${sample}/${sample}.mjs ${node_samples}/${sample}.mjs COPYONLY)
endforeach()
set(in_node ${CMAKE_COMMAND} -E env ${lambdaclient_node_environment} ${LAMBDACLIENT_NODE})

add_sample_test(node-echo HANDLER ${in_node} ${node_samples}/echo.mjs EVENTS ${john} ${mary} STATUS 0
  ANSWERS "{\"name\": \"John\"}\n" "{\"name\": \"Mary\"}\n")
add_sample_test(node-surname HANDLER ${in_node} ${node_samples}/surname.mjs EVENTS ${john} ${mary} STATUS 1
  ANSWERS ${surname} ${refusal})
add_sample_test(node-stream HANDLER ${in_node} ${node_samples}/stream.mjs EVENTS ${piece_events}/pieces.json STATUS 0
  ANSWERS "............")
add_sample_test(node-stream-fails HANDLER ${in_node} ${node_samples}/stream.mjs EVENTS ${piece_events}/pieces-fail.json
  STATUS 1 ANSWERS "{\"errorMessage\":\"No piece is left after 3\",\"errorType\":\"OutOfPieces\",\"stackTrace\":[]}")
add_large_stream_test(node 120 "${large_order}" ${in_node} ${node_samples}/stream.mjs)
add_script_package_test(node ${surname})
