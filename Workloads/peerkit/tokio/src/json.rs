use std::time::Duration;

pub fn iteration(elapsed: Duration, answer: u64, metrics: &[(&str, String)]) -> String {
    let mut line = format!(
        r#"{{"elapsedNanoseconds":{},"answer":{answer}"#,
        elapsed.as_nanos()
    );
    if !metrics.is_empty() {
        let members: Vec<String> = metrics
            .iter()
            .map(|(name, value)| format!("{}:{value}", string(name)))
            .collect();
        line += &format!(r#","metrics":{{{}}}"#, members.join(","));
    }
    line + "}"
}

pub fn closing(protocol: u64, runtime_version: &str, peak_resident_bytes: u64) -> String {
    format!(
        r#"{{"protocol":{protocol},"runtimeVersion":{},"peakResidentBytes":{peak_resident_bytes}}}"#,
        string(runtime_version)
    )
}

/// A JSON string, escaped as RFC 8259, section 7, demands.
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
    fn an_iteration_without_metrics_says_nothing_of_them() {
        assert_eq!(
            iteration(Duration::from_nanos(5), u64::MAX, &[]),
            r#"{"elapsedNanoseconds":5,"answer":18446744073709551615}"#
        );
    }

    #[test]
    fn an_iteration_lists_its_metrics() {
        assert_eq!(
            iteration(
                Duration::from_micros(1),
                2,
                &[("aBytes", "3".to_owned()), ("bRatio", "0.5".to_owned())]
            ),
            r#"{"elapsedNanoseconds":1000,"answer":2,"metrics":{"aBytes":3,"bRatio":0.5}}"#
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
