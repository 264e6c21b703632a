//! The same with tokio-stream's `StreamMap`, which takes any number of channels.

use tokio::sync::mpsc::Receiver;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{StreamExt, StreamMap};

use crate::tally::Tally;

pub async fn receive(receivers: Vec<Receiver<u64>>, mut tally: Tally) -> Tally {
    let mut streams: StreamMap<_, _> = receivers
        .into_iter()
        .map(ReceiverStream::new)
        .enumerate()
        .collect();
    while let Some((channel, number)) = streams.next().await {
        tally.note(channel, number);
    }
    tally
}
