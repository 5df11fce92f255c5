//! Says where `liblambdaclient` is: `LAMBDACLIENT_LIB_DIR`, else pkg-config, else the CMake build tree.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{exit, Command};

const FILE: &str = "liblambdaclient.so";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LAMBDACLIENT_LIB_DIR");
    println!("cargo::rerun-if-env-changed=PKG_CONFIG_PATH");
    match find() {
        Ok(place) => {
            if let Some(folder) = place {
                println!("cargo::rustc-link-search=native={}", folder.display());
                println!("cargo::metadata=LIB_DIR={}", folder.display());
            }
            println!("cargo::rustc-link-lib=dylib=lambdaclient");
        }
        Err(reason) => {
            eprintln!("{reason}");
            exit(1);
        }
    }
}

/// The folder to search; none where the linker searches it anyway.
fn find() -> Result<Option<PathBuf>, String> {
    if let Some(folder) = env::var_os("LAMBDACLIENT_LIB_DIR") {
        let folder = PathBuf::from(folder);
        return match folder.join(FILE).exists() {
            true => Ok(Some(folder)),
            false => Err(format!(
                "LAMBDACLIENT_LIB_DIR is {}, and there is no {FILE}; name the folder that holds it",
                folder.display()
            )),
        };
    }
    if let Some(place) = ask_pkg_config() {
        return Ok(place);
    }
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../build/lib");
    if tree.join(FILE).exists() {
        return tree.canonicalize().map(Some).map_err(|e| e.to_string());
    }
    Err(format!(
        "{FILE} is neither known to pkg-config nor in {}; build it with `cmake --workflow --preset demo`, \
         or set LAMBDACLIENT_LIB_DIR to the folder that holds it",
        tree.display()
    ))
}

/// Some where pkg-config knows the library; the folder inside is missing where it is one that the linker searches anyway.
fn ask_pkg_config() -> Option<Option<PathBuf>> {
    let asked = Command::new("pkg-config")
        .args(["--libs-only-L", "lambdaclient"])
        .output()
        .ok()?;
    let flags = String::from_utf8(asked.stdout).ok()?;
    let folder = flags.split_whitespace().find_map(|f| f.strip_prefix("-L"));
    asked.status.success().then(|| folder.map(PathBuf::from))
}
