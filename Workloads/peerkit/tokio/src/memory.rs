use std::fs;

const STATUS_FILE: &str = "/proc/self/status";

/// The process's own high-water mark: getrusage's `ru_maxrss` may carry that of the parent.
pub fn peak_resident_bytes() -> Result<u64, String> {
    let status =
        fs::read_to_string(STATUS_FILE).map_err(|error| format!("{STATUS_FILE}: {error}"))?;
    parse_peak(&status)
        .ok_or_else(|| format!("{STATUS_FILE} has no VmHWM, which Linux alone writes"))
}

fn parse_peak(status: &str) -> Option<u64> {
    let value = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = value.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_vm_hwm_in_bytes() {
        let status = "Name:\tx\nVmPeak:\t  99 kB\nVmHWM:\t    2744 kB\nVmRSS:\t 1 kB\n";
        assert_eq!(parse_peak(status), Some(2744 * 1024));
    }

    #[test]
    fn a_status_without_vm_hwm_has_no_peak() {
        assert_eq!(parse_peak("VmPeak:\t  99 kB\n"), None);
    }

    #[test]
    fn this_process_has_a_peak() {
        assert!(peak_resident_bytes().is_ok_and(|bytes| bytes > 0));
    }
}
