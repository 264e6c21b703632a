import Synchronization

/// Where a select begins to look, so that none of the channels that are ready starves.
enum SelectOrder {
  private static let state = Atomic<UInt64>(0x9e37_79b9_7f4a_7c15)

  /// A pseudo-random index below `count`, by the splitmix64 of Vigna (2015).
  ///
  /// The system's generator would cost a call of the kernel each time.
  static func start(among count: Int) -> Int {
    var z = state.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ (z >> 31)) % UInt64(max(count, 1)))
  }
}
