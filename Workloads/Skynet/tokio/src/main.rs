//! Builds a tree of Tokio tasks, where each one but a leaf has ten children, and sums the numbers
//! of the leaves.

use std::array;

use tokio::task::JoinHandle;

const FAN_OUT: usize = 10;

/// What a unit returns to its parent.
struct Tally {
    /// The sum of the numbers of the leaves below it.
    sum: u64,
    /// The number of units in its subtree, including itself.
    units: u64,
}

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let leaves = trial.integer("leaves", 1);

    trial
        .run(async |stopwatch| {
            let tally = stopwatch
                .measure(async { join(visit(0, leaves)).await })
                .await;
            stopwatch.metric("unitsCount", tally.units);
            tally.sum
        })
        .await;
}

/// Spawns one unit: a leaf returns its number, a parent returns the sum of what its ten children returned.
///
/// It is not an `async fn`, because the future of a recursive one would have no finite size. This future
/// holds only the handles of its children.
fn visit(first: u64, leaves: u64) -> JoinHandle<Tally> {
    tokio::spawn(async move {
        if leaves <= 1 {
            return Tally {
                sum: first,
                units: 1,
            };
        }
        let below = leaves / FAN_OUT as u64;
        let children: [_; FAN_OUT] = array::from_fn(|i| visit(first + i as u64 * below, below));
        let mut total = Tally { sum: 0, units: 1 };
        for child in children {
            let child = join(child).await;
            total.sum += child.sum;
            total.units += child.units;
        }
        total
    })
}

async fn join(unit: JoinHandle<Tally>) -> Tally {
    unit.await.expect("no unit panics")
}
