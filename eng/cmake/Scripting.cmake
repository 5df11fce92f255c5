# The interpreters of the scripting bindings. Where one is missing, its tests are skipped with this reason.
find_program(LAMBDACLIENT_PYTHON python3)
find_program(LAMBDACLIENT_NODE node)
find_program(LAMBDACLIENT_LUAJIT luajit)
set(lambdaclient_no_python "")
if(NOT LAMBDACLIENT_PYTHON)
  set(lambdaclient_no_python "python3 is not in PATH")
endif()
set(lambdaclient_no_node "")
if(NOT LAMBDACLIENT_NODE)
  set(lambdaclient_no_node "node is not in PATH")
elseif(NOT EXISTS ${PROJECT_SOURCE_DIR}/bindings/node/node_modules/node-api-headers)
  set(lambdaclient_no_node "bindings/node has no packages: npm ci --prefix bindings/node")
endif()
set(lambdaclient_no_lua "")
if(NOT LAMBDACLIENT_LUAJIT)
  set(lambdaclient_no_lua "luajit is not in PATH")
endif()

# What finds the binding in its source folder, and the library in the build tree; every entry is NAME=VALUE.
set(lambdaclient_binding_environment LAMBDACLIENT_LIB_DIR=${lambdaclient_lib_dir})
set(lambdaclient_python_environment ${lambdaclient_binding_environment} PYTHONDONTWRITEBYTECODE=1
  PYTHONPATH=${PROJECT_SOURCE_DIR}/bindings/python)
include(${CMAKE_CURRENT_LIST_DIR}/NodeAddon.cmake)
set(lambdaclient_node_environment ${lambdaclient_binding_environment} LAMBDACLIENT_NODE_DIR=${lambdaclient_node_dir})
if(NOT lambdaclient_no_node)
  lambdaclient_add_node_addon(node-addon ${lambdaclient_node_dir}/${lambdaclient_node_kind})
endif()
set(lambdaclient_lua_environment ${lambdaclient_binding_environment} "LUA_PATH=${PROJECT_SOURCE_DIR}/bindings/lua/?.lua")

# The wheel and the npm package, with the library in them, so that nothing is compiled where they are installed.
string(REPLACE ";" "$<SEMICOLON>" licences "${lambdaclient_licences}")
set(lambdaclient_scripting_package ${CMAKE_COMMAND} -DLIBRARY=${lambdaclient_lib}
  -DSONAME=liblambdaclient.so.${lambdaclient_soversion} -DPROCESSOR=${CMAKE_SYSTEM_PROCESSOR}
  "-DLICENCES=${licences}" -DSOURCE=${PROJECT_SOURCE_DIR})
add_custom_target(python-wheel
  COMMAND ${lambdaclient_scripting_package} -DSCRATCH=${PROJECT_BINARY_DIR}/python
    -DOUTPUT=${PROJECT_BINARY_DIR}/packages -P ${PROJECT_SOURCE_DIR}/eng/cmake/PythonWheel.cmake
  DEPENDS native-library VERBATIM COMMENT "The Python package, with the library in it")
if(NOT lambdaclient_no_node)
  add_custom_target(npm-package
    COMMAND ${lambdaclient_scripting_package} -DADDON=${lambdaclient_node_addon} -DKIND=${lambdaclient_node_kind}
      -DSCRATCH=${PROJECT_BINARY_DIR}/npm -DOUTPUT=${PROJECT_BINARY_DIR}/packages -P ${PROJECT_SOURCE_DIR}/eng/cmake/NpmPackage.cmake
    DEPENDS node-addon native-library VERBATIM COMMENT "The Node.js package, with the library and the addon in it")
endif()
