# Puts the package of a binding together in a folder: its source without its tests, the library, and the licences.
function(stage_package binding library_folder folder)
  file(REMOVE_RECURSE ${folder})
  file(COPY ${SOURCE}/bindings/${binding}/ DESTINATION ${folder}
    PATTERN test EXCLUDE PATTERN tests EXCLUDE PATTERN node_modules EXCLUDE PATTERN __pycache__ EXCLUDE)
  file(MAKE_DIRECTORY ${folder}/${library_folder})
  file(COPY_FILE ${LIBRARY} ${folder}/${library_folder}/${SONAME})
  foreach(licence IN LISTS LICENCES)
    string(REGEX MATCH "^(.*)=(.*)$" ignored ${licence})
    file(COPY_FILE ${CMAKE_MATCH_1} ${folder}/${CMAKE_MATCH_2})
  endforeach()
endfunction()
