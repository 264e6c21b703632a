import Platform

/// How deep handlers run within one another on the calling thread, whichever channels call them.
@usableFromInline
enum Nesting {
  private static let deepest = 64
  private static let depth = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Goes one deeper; false where the stack would grow too long.
  @usableFromInline
  static func begin() -> Bool {
    let current = Int(bitPattern: pthread_getspecific(depth))
    guard current < deepest else { return false }
    pthread_setspecific(depth, UnsafeRawPointer(bitPattern: current + 1))
    return true
  }

  @usableFromInline
  static func end() {
    let current = Int(bitPattern: pthread_getspecific(depth))
    pthread_setspecific(depth, UnsafeRawPointer(bitPattern: current - 1))
  }
}
