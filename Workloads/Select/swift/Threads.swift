import WorkloadKit

extension Select: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let channels = (0..<parameters.channels).map { _ in ThreadChannel<Checksum>(capacity: 1) }
    var tally = Tally(parameters)

    try stopwatch.measure {
      // Each thread only runs a loop, so a stack of 64 KiB is plenty; the default is 8 MiB.
      let producers = try startThreads(channels.count, stackBytes: 64 << 10) { index in
        for number in parameters.numbers { channels[index].send(number) }
        channels[index].close()
      }
      while let (channel, number) = ThreadChannel.receive(fromAnyOf: channels) {
        tally.note(channel, number)
      }
      for producer in producers { producer.join() }
    }

    return tally.report(to: &stopwatch)
  }
}
