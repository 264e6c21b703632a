use std::thread::sleep;
use std::time::Duration;

/// A request is a number, which decides what the server does before it answers.
#[derive(Clone, Copy)]
pub struct Request(pub u64);

pub enum Kind {
    Echo,
    Compute,
    Blocking,
}

impl Request {
    /// About 80 % of the numbers are echoes, 15 % computations and 5 % blocking calls, in no
    /// regular order.
    pub fn kind(self) -> Kind {
        match mixed(self.0) % 20 {
            0 => Kind::Blocking,
            1..=3 => Kind::Compute,
            _ => Kind::Echo,
        }
    }

    /// Takes about a millisecond. A step is Marsaglia's xorshift.
    pub fn computed(self) -> u64 {
        let mut state = self.0.wrapping_add(1);
        for _ in 0..600_000 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }
        state
    }

    /// Blocks the calling thread.
    pub fn blocked(self) -> u64 {
        sleep(Duration::from_millis(5));
        self.0
    }
}

pub fn checksum(served: u64, connections: u64) -> u64 {
    served.wrapping_mul(31).wrapping_add(connections)
}

/// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
fn mixed(value: u64) -> u64 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
