//! Renders the Mandelbrot set with a Tokio task for each worker thread. Each takes the next row until
//! none is left.

mod image;

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use image::Image;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let side: usize = trial.integer("side", 1);

    trial
        .run(async |stopwatch| {
            let serial = time_of_one_task(side);
            let image = Arc::new(Image::new(side));
            stopwatch.measure(render(Arc::clone(&image))).await;

            stopwatch.metric("serialNanoseconds", serial.as_nanos());
            let speed_up = serial.as_secs_f64() / stopwatch.elapsed().as_secs_f64();
            stopwatch.ratio("speedUpRatio", speed_up);
            image.checksum()
        })
        .await;
}

async fn render(image: Arc<Image>) {
    let next_row = Arc::new(AtomicUsize::new(0));
    let mut set = JoinSet::new();
    for _ in 0..Handle::current().metrics().num_workers() {
        set.spawn(render_rows(Arc::clone(&image), Arc::clone(&next_row)));
    }
    set.join_all().await;
}

async fn render_rows(image: Arc<Image>, next_row: Arc<AtomicUsize>) {
    loop {
        let row = next_row.fetch_add(1, Relaxed);
        if row >= image.side() {
            return;
        }
        image.render(row);
    }
}

fn time_of_one_task(side: usize) -> Duration {
    let image = Image::new(side);
    let began = Instant::now();
    for row in 0..side {
        image.render(row);
    }
    let elapsed = began.elapsed();
    black_box(image);
    elapsed
}
