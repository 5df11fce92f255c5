//! Declarations of `liblambdaclient`, as `lambdaclient.h` has them: the same names, types and numbers. The crate `lambdaclient`
//! is the safe face of them, and what most programs want.
//!
//! The build looks for the library in `LAMBDACLIENT_LIB_DIR`, then asks `pkg-config`, then looks into the CMake build tree of
//! the repository that this crate is part of. A crate that links this one finds the folder in `DEP_LAMBDACLIENT_LIB_DIR`.
#![no_std]
#![allow(non_camel_case_types)]

mod declarations;

pub use declarations::*;
