const MESSAGE_BYTES: usize = 64;
/// The largest number of bytes that a server reads at once.
pub const BUFFER_BYTES: usize = 1024;

pub fn checksum(bytes_echoed: usize, connections: usize) -> u64 {
    let messages = (bytes_echoed / MESSAGE_BYTES) as u64;
    messages.wrapping_mul(31).wrapping_add(connections as u64)
}
