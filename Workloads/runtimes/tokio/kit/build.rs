//! Tells the kit how it is built and by which compiler: `rustc 1.95.0 (59807616e
//! 2026-04-14)` becomes `1.95.0`.

use std::env;
use std::process::Command;

fn main() {
    let rustc = env::var("RUSTC").expect("cargo names the compiler to a build script");
    let output = Command::new(rustc)
        .arg("--version")
        .output()
        .expect("the compiler starts");
    let text = String::from_utf8(output.stdout).expect("the compiler prints UTF-8");
    let version = text
        .split_whitespace()
        .nth(1)
        .expect("the version is the second word");
    println!("cargo::rustc-env=PEERKIT_RUSTC_VERSION={version}");
    for name in ["OPT_LEVEL", "PROFILE"] {
        let value = env::var(name).expect("cargo tells a build script how it builds");
        println!("cargo::rustc-env=PEERKIT_{name}={value}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
