/// The versions that a trial ran on, from the lock file of its build: every crate that `crate_name` directly
/// depends on, Tokio first, and the compiler with its flags.
pub fn runtime_version(cargo_lock: &str, manifest: &str, crate_name: &str) -> String {
    let mut crates: Vec<String> = dependencies(cargo_lock, crate_name)
        .filter(|name| *name != env!("CARGO_PKG_NAME"))
        .filter_map(|name| Some(format!("{name} {}", package_version(cargo_lock, name)?)))
        .collect();
    crates.sort_by_key(|text| !text.starts_with("tokio "));
    format!(
        "{} (rustc {}, {})",
        crates.join(", "),
        env!("PEERKIT_RUSTC_VERSION"),
        build_flags(manifest).join(", ")
    )
}

/// How the program was built: the optimization level that cargo gave the kit's build script and, in a release
/// build, the settings of the manifest's release profile.
fn build_flags(manifest: &str) -> Vec<String> {
    let mut flags = vec![format!("opt-level {}", env!("PEERKIT_OPT_LEVEL"))];
    if env!("PEERKIT_PROFILE") == "release" {
        let profile = manifest.split_once("[profile.release]");
        let lines = profile.map_or("", |(_, text)| text).lines().skip(1);
        flags.extend(
            lines
                .take_while(|line| !line.starts_with('['))
                .filter_map(|line| line.split_once(" = "))
                .map(|(name, value)| format!("{name} {value}")),
        );
    }
    flags
}

/// The names in a package's `dependencies = [...]`. They are quoted, one on each line. If a lock file has
/// several versions of a crate, the version follows the name.
fn dependencies<'a>(cargo_lock: &'a str, crate_name: &str) -> impl Iterator<Item = &'a str> {
    package(cargo_lock, crate_name)
        .and_then(|text| text.split_once("dependencies = ["))
        .map_or("", |(_, list)| list)
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split(['"', ' ']).next())
}

fn package_version<'a>(cargo_lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = package(cargo_lock, name)?.split_once("version = \"")?;
    rest.split('"').next()
}

fn package<'a>(cargo_lock: &'a str, name: &str) -> Option<&'a str> {
    let first_line = format!("name = \"{name}\"");
    cargo_lock
        .split("[[package]]")
        .find(|text| text.lines().any(|line| line == first_line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "fetch-urls"
version = "0.0.0"
dependencies = [
 "peerkit",
 "reqwest 0.12.15",
 "tokio",
]

[[package]]
name = "peerkit"
version = "0.0.0"

[[package]]
name = "reqwest"
version = "0.12.15"
dependencies = [
 "hyper",
]

[[package]]
name = "tokio"
version = "1.43.1"

[[package]]
name = "tokio-macros"
version = "2.5.0"
"#;

    const MANIFEST: &str =
        "[package]\nname = \"x\"\n\n[profile.release]\nlto = true\n\n[lib]\na = 1\n";

    #[test]
    fn flags_are_the_level_and_the_profile_of_a_release_build() {
        let flags = build_flags(MANIFEST);
        assert!(flags[0].starts_with("opt-level "), "{flags:?}");
        let is_release = env!("PEERKIT_PROFILE") == "release";
        assert_eq!(flags[1..] == ["lto true"], is_release, "{flags:?}");
    }

    #[test]
    fn direct_dependencies_are_named_with_tokio_first_and_the_kit_left_out() {
        let version = runtime_version(LOCK, MANIFEST, "fetch-urls");
        assert!(
            version.starts_with("tokio 1.43.1, reqwest 0.12.15 (rustc 1."),
            "{version}"
        );
    }
}
