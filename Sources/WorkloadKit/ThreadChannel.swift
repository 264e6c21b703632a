#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A bounded channel for threads: whoever must wait blocks in a condition variable.
///
/// First in, first out, for many senders and many receivers. With capacity 0 the sender goes on when
/// a receiver has taken the element.
public final class ThreadChannel<Element: Sendable>: @unchecked Sendable {
  // Everything below is touched under the monitor's lock only.
  private let monitor = ThreadMonitor(conditions: 3)
  private let capacity: Int
  private var buffer: RingBuffer<Element>
  private var selectors: [ThreadMonitor] = []
  private var waitingReceivers = 0
  private var waitingSenders = 0
  private var sentCount = 0
  private var takenCount = 0
  private var isClosed = false

  private static var filled: Int { 0 }
  private static var free: Int { 1 }
  private static var taken: Int { 2 }

  /// Makes a channel with so many slots, from 0.
  public init(capacity: Int) {
    precondition(capacity >= 0, "a channel has no fewer than 0 slots")
    self.capacity = capacity
    buffer = RingBuffer(capacity: capacity)
  }

  /// Puts an element in, once there is a slot, or with capacity 0 once it is taken.
  public func send(_ element: Element) {
    monitor.lock()
    precondition(!isClosed, "nothing is sent to a closed channel")
    while buffer.count >= max(capacity, 1) {
      waitingSenders += 1
      monitor.wait(Self.free)
      waitingSenders -= 1
    }
    buffer.append(element)
    sentCount += 1
    let ticket = sentCount
    for selector in selectors { selector.wake() }
    guard capacity == 0 else {
      // Whoever is woken wants the lock, so it is given back first.
      let isAwaited = waitingReceivers > 0
      monitor.unlock()
      if isAwaited { monitor.signal(Self.filled) }
      return
    }
    if waitingReceivers > 0 { monitor.signal(Self.filled) }
    while takenCount < ticket { monitor.wait(Self.taken) }
    monitor.unlock()
  }

  /// Takes the oldest element out, once there is one; nil when the channel is closed and empty.
  public func receive() -> Element? {
    monitor.lock()
    while buffer.isEmpty && !isClosed {
      waitingReceivers += 1
      monitor.wait(Self.filled)
      waitingReceivers -= 1
    }
    return takeAndUnlock()
  }

  /// Lets receivers drain the channel and then get nil; nothing may be sent any more.
  public func close() {
    monitor.lock()
    defer { monitor.unlock() }
    precondition(waitingSenders == 0, "a channel is closed when nobody sends any more")
    isClosed = true
    monitor.broadcast(Self.filled)
    for selector in selectors { selector.wake() }
  }

  /// Takes what is there, gives the lock back and wakes who waits for the slot.
  private func takeAndUnlock() -> Element? {
    let element = buffer.popFirst()
    if element != nil { takenCount += 1 }
    let isAwaited = waitingSenders > 0
    monitor.unlock()
    guard let element else { return nil }
    if isAwaited { monitor.signal(Self.free) }
    if capacity == 0 { monitor.broadcast(Self.taken) }
    return element
  }
}

extension ThreadChannel {
  /// Takes an element from whichever channel has one, beginning at a random one so that none starves.
  ///
  /// - Returns: The element with the index of its channel; nil when all are closed and empty.
  public static func receive(
    fromAnyOf channels: [ThreadChannel]
  ) -> (index: Int, element: Element)? {
    var selector: ThreadMonitor?
    defer {
      if let selector { for channel in channels { channel.unregister(selector) } }
    }
    while true {
      var isOpen = false
      let start = SelectOrder.start(among: channels.count)
      for offset in channels.indices {
        let index = (start + offset) % channels.count
        switch channels[index].poll() {
        case .some(let element?): return (index, element)
        case .some(nil): continue
        case nil: isOpen = true
        }
      }
      guard isOpen else { return nil }
      if let selector {
        selector.waitUntilWoken()
      } else {
        let new = ThreadMonitor(conditions: 1)
        for channel in channels { channel.register(new) }
        selector = new
      }
    }
  }

  /// The next element; nil within when closed and empty, nil without when nothing is there yet.
  private func poll() -> Element?? {
    monitor.lock()
    let isClosed = isClosed
    if let element = takeAndUnlock() { return element }
    return isClosed ? .some(nil) : nil
  }

  private func register(_ selector: ThreadMonitor) {
    monitor.lock()
    selectors.append(selector)
    monitor.unlock()
  }

  private func unregister(_ selector: ThreadMonitor) {
    monitor.lock()
    selectors.removeAll { $0 === selector }
    monitor.unlock()
  }
}

/// A lock with condition variables, which `Synchronization` does not have.
final class ThreadMonitor: @unchecked Sendable {
  // Both pointers are made once and freed with the object; POSIX allows any thread to use them.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let conditions: UnsafeMutableBufferPointer<pthread_cond_t>
  private var isWoken = false

  init(conditions count: Int) {
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    conditions = .allocate(capacity: count)
    conditions.initialize(repeating: pthread_cond_t())
    for index in conditions.indices { pthread_cond_init(pointer(index), nil) }
  }

  deinit {
    for index in conditions.indices { pthread_cond_destroy(pointer(index)) }
    pthread_mutex_destroy(mutex)
    conditions.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func wait(_ condition: Int) { pthread_cond_wait(pointer(condition), mutex) }
  func signal(_ condition: Int) { pthread_cond_signal(pointer(condition)) }
  func broadcast(_ condition: Int) { pthread_cond_broadcast(pointer(condition)) }

  /// Ends one `waitUntilWoken()`, now or later.
  func wake() {
    lock()
    isWoken = true
    signal(0)
    unlock()
  }

  func waitUntilWoken() {
    lock()
    while !isWoken { wait(0) }
    isWoken = false
    unlock()
  }

  private func pointer(_ index: Int) -> UnsafeMutablePointer<pthread_cond_t> {
    conditions.baseAddress.unsafelyUnwrapped + index
  }
}
