use reqwest::Url;

#[derive(Clone, Default)]
pub struct Page {
    pub status: u16,
    pub length: usize,
}

/// One URL in the list answers 404 and one refuses the connection. All others answer with a page.
pub fn make_urls(count: usize, port: u16, refused_port: u16) -> Vec<Url> {
    (0..count)
        .map(|i| match i {
            _ if i == count / 3 => format!("http://127.0.0.1:{port}/missing/{i}"),
            _ if i == 2 * count / 3 => format!("http://127.0.0.1:{refused_port}/item/{i}"),
            _ => format!("http://127.0.0.1:{port}/item/{i}"),
        })
        .map(|text| text.parse().expect("it is a URL"))
        .collect()
}

pub fn checksum(pages: &[Page]) -> u64 {
    let mix = |hash: u64, value: u64| hash.wrapping_mul(31).wrapping_add(value);
    pages.iter().fold(17, |hash, page| {
        mix(mix(hash, page.status.into()), page.length as u64)
    })
}
