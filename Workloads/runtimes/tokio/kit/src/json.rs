use std::time::Duration;

use crate::Stopwatch;

pub fn iteration(elapsed: Duration, answer: u64, stopwatch: &Stopwatch) -> String {
    format!(
        r#"{{"elapsedNanoseconds":{},"answer":{answer},"processorNanoseconds":{}{}{}}}"#,
        elapsed.as_nanos(),
        stopwatch.processor.as_nanos(),
        object("metrics", &stopwatch.metrics),
        object("latencies", &stopwatch.latencies)
    )
}

fn object(name: &str, members: &[(&str, String)]) -> String {
    if members.is_empty() {
        return String::new();
    }
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{}:{value}", string(name)))
        .collect();
    format!(r#",{}:{{{}}}"#, string(name), members.join(","))
}

pub fn refusal(reason: &str, reached: usize) -> String {
    format!(r#"{{"refused":{},"reached":{reached}}}"#, string(reason))
}

pub fn closing(protocol: u64, runtime_version: &str, peak_resident_bytes: u64) -> String {
    format!(
        r#"{{"protocol":{protocol},"runtimeVersion":{},"peakResidentBytes":{peak_resident_bytes}}}"#,
        string(runtime_version)
    )
}

/// A JSON string, escaped as RFC 8259, section 7, requires.
fn string(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '.. => quoted.push(character),
            control => quoted += &format!("\\u{:04x}", u32::from(control)),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iteration_without_metrics_does_not_mention_them() {
        assert_eq!(
            iteration(Duration::from_nanos(5), u64::MAX, &Stopwatch::default()),
            r#"{"elapsedNanoseconds":5,"answer":18446744073709551615,"processorNanoseconds":0}"#
        );
    }

    #[test]
    fn an_iteration_lists_its_metrics_and_latencies() {
        let mut stopwatch = Stopwatch::default();
        stopwatch.metric("aBytes", 3u64);
        stopwatch.ratio("bRatio", 0.5);
        stopwatch.latencies("cNanoseconds", [7, 7]);
        let line = iteration(Duration::from_micros(1), 2, &stopwatch);
        assert!(line.ends_with(
            r#""metrics":{"aBytes":3,"bRatio":0.5},"latencies":{"cNanoseconds":[[7,2]]}}"#
        ));
    }

    #[test]
    fn a_refusal_names_the_resource_and_the_number_obtained() {
        assert_eq!(
            refusal("accepting \"one\"", 3),
            r#"{"refused":"accepting \"one\"","reached":3}"#
        );
    }

    #[test]
    fn the_closing_line_escapes_the_version() {
        assert_eq!(
            closing(1, "a \"b\"\\\n", 4096),
            r#"{"protocol":1,"runtimeVersion":"a \"b\"\\\u000a","peakResidentBytes":4096}"#
        );
    }
}
