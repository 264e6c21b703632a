//! The same with a `JoinSet` that aborts its tasks: an aborted task runs no more of its code, but everything
//! that it holds is dropped.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::contract::{FinalState, Referee, Resource, sleep_of};

pub async fn race(contenders: u64) -> FinalState {
    let referee = Arc::new(Referee::default());
    let mut set = JoinSet::new();
    for contender in 0..contenders {
        let resource = Resource::open(&referee);
        let time = sleep_of(contender, contenders);
        set.spawn(async move {
            sleep(time).await;
            resource.referee.wake(contender);
        });
    }

    set.join_next().await;
    set.abort_all();
    while let Some(ended) = set.join_next().await {
        if ended.is_err_and(|error| error.is_cancelled()) {
            referee.count_stopped();
        }
    }
    referee.final_state()
}
