# LuaJIT itself, the modules, the runtime and the function: Lambda's base image has none of them.
file(COPY ${SOURCE}/samples/lua/runtime/ ${SOURCE}/bindings/lua/ DESTINATION ${packed} FILES_MATCHING PATTERN *.lua PATTERN bootstrap)
file(REAL_PATH ${LUAJIT} luajit)
file(COPY ${luajit} DESTINATION ${packed}/bin)
get_filename_component(name ${luajit} NAME)
file(RENAME ${packed}/bin/${name} ${packed}/bin/luajit)
file(MAKE_DIRECTORY ${packed}/lib)
file(COPY_FILE ${LIBRARY} ${packed}/lib/${SONAME})
