# The Rust crates and samples, by cargo, without its registry: nothing but the standard library is needed.
find_program(CARGO cargo)
set(lambdaclient_no_rust "cargo is not installed")
if(CARGO)
  execute_process(COMMAND ${CARGO} --version OUTPUT_VARIABLE cargo_version ERROR_QUIET)
  file(STRINGS ${PROJECT_SOURCE_DIR}/bindings/rust/Cargo.toml rust_version REGEX "^rust-version")
  string(REGEX MATCH "[0-9.]+" rust_version "${rust_version}")
  string(REGEX MATCH "[0-9.]+" cargo_version "${cargo_version}")
  if(cargo_version VERSION_LESS rust_version)
    set(lambdaclient_no_rust "cargo ${cargo_version} is older than ${rust_version}")
  else()
    set(lambdaclient_no_rust "")
  endif()
endif()
set(lambdaclient_rust_dir ${PROJECT_BINARY_DIR}/rust)
set(lambdaclient_rpath "-C link-arg=-Wl,-rpath,${lambdaclient_lib_dir}")
set(lambdaclient_cargo_environment LAMBDACLIENT_LIB_DIR=${lambdaclient_lib_dir} CARGO_TARGET_DIR=${lambdaclient_rust_dir}
  CARGO_NET_OFFLINE=true "RUSTFLAGS=${lambdaclient_rpath}" "RUSTDOCFLAGS=${lambdaclient_rpath} -D warnings")
set(lambdaclient_rust_workspace --manifest-path ${PROJECT_SOURCE_DIR}/bindings/rust/Cargo.toml --locked)

if(NOT lambdaclient_no_rust)
  add_custom_target(rust ALL
    COMMAND ${CMAKE_COMMAND} -E env ${lambdaclient_cargo_environment}
            ${CARGO} build --quiet --release --workspace ${lambdaclient_rust_workspace}
    COMMAND ${CMAKE_COMMAND} -E env ${lambdaclient_cargo_environment}
            ${CARGO} test --quiet --no-run --workspace ${lambdaclient_rust_workspace}
    USES_TERMINAL VERBATIM
    COMMENT "Building the Rust crates and samples")
  add_dependencies(rust native-library)
endif()

# What shows serde takes it from the distribution's folder of crates, where it is installed: librust-serde-json-dev and
# librust-serde-derive-dev of Debian.
set(LAMBDACLIENT_CRATES /usr/share/cargo/registry CACHE PATH "A folder of crates, with serde_json and serde_derive, or not there")
file(GLOB lambdaclient_serde ${LAMBDACLIENT_CRATES}/serde_json-*)
set(lambdaclient_serde_dir ${PROJECT_BINARY_DIR}/rust-serde)
if(lambdaclient_serde AND NOT lambdaclient_no_rust)
  add_custom_target(rust-serde ALL
    COMMAND ${CMAKE_COMMAND} -E env ${lambdaclient_cargo_environment} CARGO_TARGET_DIR=${lambdaclient_serde_dir}
            ${CARGO} build --quiet --release --manifest-path ${PROJECT_SOURCE_DIR}/samples/rust/serde/Cargo.toml
            --config "source.crates-io.replace-with='crates'" --config "source.crates.directory='${LAMBDACLIENT_CRATES}'"
    USES_TERMINAL VERBATIM
    COMMENT "Building the Rust samples with serde")
  add_dependencies(rust-serde native-library)
endif()
