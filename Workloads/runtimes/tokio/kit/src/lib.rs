//! The code that all Tokio peers share. A [`Trial`] reads the flags, calls the workload's body once
//! for each iteration, and prints the lines of the trial protocol, version 1. It does not check
//! answers or compute statistics.

mod flags;
mod json;
mod latencies;
mod memory;
mod versions;

use std::fmt::Display;
use std::process::exit;
use std::str::FromStr;
use std::time::{Duration, Instant};

use flags::Flags;

const PROTOCOL_VERSION: u64 = 1;

/// The exit code that sysexits.h defines for wrong usage.
const EXIT_USAGE: i32 = 64;

/// Begins the trial of the calling crate, with the flags of its command line.
#[macro_export]
macro_rules! trial {
    () => {
        $crate::Trial::from_arguments(
            env!("CARGO_PKG_NAME"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
        )
    };
}

/// One trial: a process that runs one workload with one set of parameters.
pub struct Trial {
    crate_name: &'static str,
    cargo_lock: &'static str,
    manifest: &'static str,
    flags: Flags,
}

impl Trial {
    /// Takes the flags from the command line. [`trial!`] calls it with the crate's name, lock
    /// file and manifest.
    pub fn from_arguments(
        crate_name: &'static str,
        cargo_lock: &'static str,
        manifest: &'static str,
    ) -> Self {
        let flags = Flags::parse(std::env::args().skip(1))
            .unwrap_or_else(|message| fail(crate_name, &message, EXIT_USAGE));
        Self {
            crate_name,
            cargo_lock,
            manifest,
            flags,
        }
    }

    /// The value of `--name`, a whole number from `minimum` to the largest that its type holds.
    pub fn integer<T>(&mut self, name: &str, minimum: T) -> T
    where
        T: FromStr + PartialOrd + Display,
    {
        let value = self.flags.integer(name, minimum, None);
        self.or_usage(value)
    }

    /// The value of `--variant`, a named alternative. It is empty if the flag is not given.
    pub fn variant(&mut self, names: &[&'static str]) -> &'static str {
        let value = self.flags.choice("variant", names);
        self.or_usage(value)
    }

    /// Calls `body` once for each warm-up and each measured iteration, and prints its times and answers.
    pub async fn run(mut self, mut body: impl AsyncFnMut(&mut Stopwatch) -> u64) {
        let warmup = self.flags.integer("warmup", 0, Some(0));
        let warmup: u64 = self.or_usage(warmup);
        let iterations = self.flags.integer("iterations", 1, Some(1));
        let iterations: u64 = self.or_usage(iterations);
        self.or_usage(self.flags.expect_all_read());

        for _ in (0..warmup).chain(0..iterations) {
            let mut stopwatch = Stopwatch::default();
            let answer = body(&mut stopwatch).await;
            let elapsed = stopwatch
                .elapsed
                .expect("a body measures exactly one region");
            println!("{}", json::iteration(elapsed, answer, &stopwatch));
        }

        let peak = memory::peak_resident_bytes()
            .unwrap_or_else(|message| fail(self.crate_name, &message, 1));
        let version = versions::runtime_version(self.cargo_lock, self.manifest, self.crate_name);
        println!("{}", json::closing(PROTOCOL_VERSION, &version, peak));
    }

    fn or_usage<T>(&self, result: Result<T, String>) -> T {
        result.unwrap_or_else(|message| fail(self.crate_name, &message, EXIT_USAGE))
    }
}

/// Times one iteration and collects the metrics that its workload adds.
#[derive(Default)]
pub struct Stopwatch {
    elapsed: Option<Duration>,
    processor: Duration,
    metrics: Vec<(&'static str, String)>,
    latencies: Vec<(&'static str, String)>,
}

impl Stopwatch {
    /// Runs the timed region. A body measures exactly one region; set-up and tear-down stay outside it.
    pub async fn measure<T>(&mut self, region: impl Future<Output = T>) -> T {
        assert!(self.elapsed.is_none(), "a body measures exactly one region");
        let processor = memory::processor_time();
        let began = Instant::now();
        let output = region.await;
        self.elapsed = Some(began.elapsed());
        self.processor = memory::processor_time() - processor;
        output
    }

    /// The length of the region. Call it after `measure`.
    pub fn elapsed(&self) -> Duration {
        self.elapsed.expect("the region has ended")
    }

    /// Adds a distribution in nanoseconds, sorted into the buckets that the protocol requires.
    pub fn latencies(&mut self, name: &'static str, nanoseconds: impl IntoIterator<Item = u64>) {
        self.latencies
            .push((name, latencies::distribution(nanoseconds)));
    }

    /// Adds a workload-specific number to this iteration. Its name includes its unit.
    pub fn metric(&mut self, name: &'static str, value: impl Into<u128>) {
        self.metrics.push((name, value.into().to_string()));
    }

    /// Adds a number without a unit, such as a fraction.
    pub fn ratio(&mut self, name: &'static str, value: f64) {
        self.metrics.push((name, value.to_string()));
    }
}

/// Ends the trial because the system refused a resource. `reached` is the number obtained before that.
pub fn refuse(reason: &str, reached: usize) -> ! {
    println!("{}", json::refusal(reason, reached));
    exit(0)
}

fn fail(program: &str, message: &str, code: i32) -> ! {
    eprintln!("{program}: {message}");
    exit(code)
}
