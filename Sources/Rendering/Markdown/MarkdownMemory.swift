import CMarkGFM
import Platform

/// The memory of one cmark document: pieces are taken from blocks one after another, and all are
/// freed at once.
///
/// A page takes thousands of small pieces. Not allocating and freeing each of them separately saves
/// 26 % of the processor time of converting Markdown, and 13 % of that of a whole page from its values;
/// `make bench` prints both. The library has such an arena too, but only one for all threads. Its
/// allocation functions have no context parameter, so each thread has a current memory.
struct MarkdownMemory {
  private static let blockBytes = 1 << 16
  /// The bytes before a piece: they hold its size and keep the piece aligned.
  private static let headBytes = 16

  private var blocks: [UnsafeMutableRawPointer] = []
  private var next = 0
  private var end = 0

  /// The functions to pass to the library within ``use(_:)``.
  nonisolated(unsafe) static let functions: UnsafeMutablePointer<cmark_mem> = {
    // Created once and never changed.
    let functions = UnsafeMutablePointer<cmark_mem>.allocate(capacity: 1)
    functions.initialize(
      to: cmark_mem(
        calloc: { count, size in
          let bytes = count * size
          let piece = MarkdownMemory.current.pointee.piece(bytes)
          memset(piece, 0, bytes)
          return piece
        },
        realloc: { piece, bytes in MarkdownMemory.current.pointee.piece(bytes, holding: piece) },
        free: { _ in }))
    return functions
  }()

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "the process has no more thread keys")
    return key
  }()

  private static var current: UnsafeMutablePointer<MarkdownMemory> {
    guard let current = pthread_getspecific(key) else {
      preconditionFailure("cmark was called outside use(_:)")
    }
    return current.assumingMemoryBound(to: MarkdownMemory.self)
  }

  /// Runs the body, which creates and prints a document on this thread, and frees its memory.
  static func use<Value>(
    _ body: () throws(RenderingError) -> Value
  ) throws(RenderingError) -> Value {
    let memory = UnsafeMutablePointer<MarkdownMemory>.allocate(capacity: 1)
    memory.initialize(to: MarkdownMemory())
    let outer = pthread_getspecific(key)
    pthread_setspecific(key, memory)
    defer {
      pthread_setspecific(key, outer)
      for block in memory.pointee.blocks { block.deallocate() }
      memory.deinitialize(count: 1)
      memory.deallocate()
    }
    return try body()
  }

  /// A piece of a size, with the content of another piece, which must no longer be used.
  private mutating func piece(
    _ bytes: Int, holding old: UnsafeMutableRawPointer? = nil
  ) -> UnsafeMutableRawPointer {
    let held = old?.load(fromByteOffset: -Self.headBytes, as: Int.self) ?? 0
    if let old, bytes <= held { return old }
    let size = Self.headBytes + (bytes + 15) & ~15
    if size > end - next {
      end = max(size, Self.blockBytes)
      next = 0
      blocks.append(.allocate(byteCount: end, alignment: 16))
    }
    let piece = blocks[blocks.count - 1] + next + Self.headBytes
    piece.storeBytes(of: bytes, toByteOffset: -Self.headBytes, as: Int.self)
    next += size
    if let old { piece.copyMemory(from: old, byteCount: held) }
    return piece
  }
}

/// Nodes that were removed from the tree but stay readable as long as the document exists.
final class DiscardedNodes {
  var nodes: [OpaquePointer] = []
}
