//! Finds the first M primes with a chain of Tokio tasks. Each filters out the multiples of one prime.

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let primes: u64 = trial.integer("primes", 1);

    trial
        .run(async |stopwatch| {
            let (first, last) = channel(1);
            // A separate task, because this one runs outside the pool and each prime would have to wake it.
            let sieve = async { tokio::spawn(Sieve::find(primes, first, last)).await };
            let sieve = stopwatch.measure(sieve).await.expect("no task panics");
            let sum = sieve.sum;
            sieve.stop().await;
            sum
        })
        .await;
}

/// The chain once the last prime has come out of it.
struct Sieve {
    sum: u64,
    last: Receiver<u64>,
    stages: JoinSet<()>,
}

impl Sieve {
    async fn find(primes: u64, first: Sender<u64>, mut last: Receiver<u64>) -> Self {
        let mut stages = JoinSet::new();
        stages.spawn(generate(first));

        let mut sum = 0;
        for found in 1.. {
            let prime = last.recv().await.expect("the generator still sends");
            sum += prime;
            if found == primes {
                break;
            }
            let (output, next) = channel(1);
            stages.spawn(filter(last, prime, output));
            last = next;
        }
        Self { sum, last, stages }
    }

    /// Sending fails once the receiver is dropped, so the stages end one after another.
    async fn stop(self) {
        drop(self.last);
        self.stages.join_all().await;
    }
}

async fn generate(output: Sender<u64>) {
    for number in 2.. {
        if output.send(number).await.is_err() {
            return;
        }
    }
}

async fn filter(mut input: Receiver<u64>, prime: u64, output: Sender<u64>) {
    while let Some(number) = input.recv().await {
        if number % prime != 0 && output.send(number).await.is_err() {
            return;
        }
    }
}
