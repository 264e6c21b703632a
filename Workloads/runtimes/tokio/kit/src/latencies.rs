use std::collections::BTreeMap;

/// Formats the largest value of each bucket with its count, in ascending order, as the protocol requires.
pub fn distribution(nanoseconds: impl IntoIterator<Item = u64>) -> String {
    let mut counts = BTreeMap::new();
    for value in nanoseconds {
        *counts.entry(largest_in_bucket(value)).or_insert(0u64) += 1;
    }
    let pairs: Vec<String> = counts
        .iter()
        .map(|(value, count)| format!("[{value},{count}]"))
        .collect();
    format!("[{}]", pairs.join(","))
}

/// The buckets are HdrHistogram's at three significant digits: only the 11 highest bits of a value count.
fn largest_in_bucket(value: u64) -> u64 {
    let excess = (u64::BITS - value.leading_zeros()).saturating_sub(11);
    value | ((1 << excess) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_below_2048_have_separate_buckets_and_larger_ones_keep_eleven_bits() {
        let values = [2047, 0, 2048, 2049, 2050, 4096, 4099, 0];
        assert_eq!(
            distribution(values),
            "[[0,2],[2047,1],[2049,2],[2051,1],[4099,2]]"
        );
    }
}
