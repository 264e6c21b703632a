import Platform

/// The nesting depth of handlers on the calling thread, counted over all channels.
@usableFromInline
enum Nesting {
  private static let maximumDepth = 64
  private static let depth = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Increments the depth; returns false if the stack would grow too deep.
  @usableFromInline
  static func begin() -> Bool {
    let current = Int(bitPattern: pthread_getspecific(depth))
    guard current < maximumDepth else { return false }
    pthread_setspecific(depth, UnsafeRawPointer(bitPattern: current + 1))
    return true
  }

  @usableFromInline
  static func end() {
    let current = Int(bitPattern: pthread_getspecific(depth))
    pthread_setspecific(depth, UnsafeRawPointer(bitPattern: current - 1))
  }
}
