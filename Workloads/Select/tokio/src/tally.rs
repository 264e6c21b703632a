//! What the receiver keeps for each channel: the count of its numbers and their sum.

pub struct Tally {
    counts: Vec<u64>,
    sums: Vec<u64>,
    until_half: u64,
    counts_at_half: Vec<u64>,
}

impl Tally {
    pub fn new(channels: usize, messages: u64) -> Self {
        Self {
            counts: vec![0; channels],
            sums: vec![0; channels],
            until_half: channels as u64 * messages / 2,
            counts_at_half: Vec::new(),
        }
    }

    pub fn note(&mut self, channel: usize, number: u64) {
        self.counts[channel] += 1;
        self.sums[channel] += number;
        self.until_half = self.until_half.wrapping_sub(1);
        if self.until_half == 0 {
            self.counts_at_half.clone_from(&self.counts);
        }
    }

    pub fn checksum(&self) -> u64 {
        self.counts
            .iter()
            .zip(&self.sums)
            .flat_map(|(&count, &sum)| [count, sum])
            .fold(0, |folded: u64, value| {
                folded.wrapping_mul(31).wrapping_add(value)
            })
    }

    /// Jain's index of the counts over the first half.
    pub fn fairness(&self) -> f64 {
        let counts = self.counts_at_half.iter().map(|&count| count as f64);
        let sum: f64 = counts.clone().sum();
        let sum_of_squares: f64 = counts.clone().map(|count| count * count).sum();
        sum * sum / (counts.len() as f64 * sum_of_squares)
    }
}
