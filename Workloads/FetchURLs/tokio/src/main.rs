//! Fetches K URLs at once, with a Tokio task for each, and keeps the pages in the order of the URLs.

mod contract;

use contract::{Page, checksum, make_urls};
use reqwest::{Client, Url};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let count: usize = trial.integer("urls", 1);
    let port: u16 = trial.integer("port", 1);
    let refused_port: u16 = trial.integer("refused-port", 1);

    trial
        .run(async |stopwatch| {
            let urls = make_urls(count, port, refused_port);
            // reqwest opens as many connections as needed and keeps all of them.
            let client = Client::builder().no_proxy().build().unwrap();
            let pages = stopwatch.measure(fetch_all(&client, urls)).await;
            checksum(&pages)
        })
        .await;
}

async fn fetch_all(client: &Client, urls: Vec<Url>) -> Vec<Page> {
    let mut pages = vec![Page::default(); urls.len()];
    let mut set = JoinSet::new();
    for (i, url) in urls.into_iter().enumerate() {
        let client = client.clone();
        set.spawn(async move { (i, fetch(client, url).await) });
    }
    while let Some(result) = set.join_next().await {
        let (i, page) = result.expect("no task panics");
        // A failed connection is a result like any other: the empty page.
        pages[i] = page.unwrap_or_default();
    }
    pages
}

async fn fetch(client: Client, url: Url) -> reqwest::Result<Page> {
    let response = client.get(url).send().await?;
    let status = response.status().as_u16();
    let length = response.bytes().await?.len();
    Ok(Page { status, length })
}
