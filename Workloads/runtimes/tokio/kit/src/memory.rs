use std::fs;
use std::time::Duration;

const STATUS_FILE: &str = "/proc/self/status";

/// The process's own high-water mark. getrusage's `ru_maxrss` may include the parent's.
pub fn peak_resident_bytes() -> Result<u64, String> {
    let status =
        fs::read_to_string(STATUS_FILE).map_err(|error| format!("{STATUS_FILE}: {error}"))?;
    parse_peak(&status)
        .ok_or_else(|| format!("{STATUS_FILE} has no VmHWM, which only Linux writes"))
}

fn parse_peak(status: &str) -> Option<u64> {
    let value = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = value.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The time that the whole process has used on all cores so far.
pub fn processor_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes only into `time`, which outlives it.
    let code = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(code, 0, "the process clock always exists");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
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
