import Platform

/// What `/proc/PID/status` says of a process at one moment; a line that is absent gives nil.
struct ProcessStatus: Equatable {
  /// `Threads`.
  var threads: Int?
  /// `VmPTE`, in bytes.
  var pageTableBytes: Int?
  /// `VmRSS`, in bytes.
  var residentBytes: Int?

  /// Reads the three lines out of the file's text.
  init(parsing text: some Collection<UInt8>) {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      switch line.first {
      case UInt8(ascii: "T"): threads = Self.number(in: line, after: "Threads:") ?? threads
      case UInt8(ascii: "V"):
        pageTableBytes = Self.number(in: line, after: "VmPTE:").map { $0 * 1_024 } ?? pageTableBytes
        residentBytes = Self.number(in: line, after: "VmRSS:").map { $0 * 1_024 } ?? residentBytes
      default: continue
      }
    }
  }

  private static func number(in line: some Collection<UInt8>, after label: StaticString) -> Int? {
    let isLabelled = label.withUTF8Buffer { line.starts(with: $0) }
    guard isLabelled else { return nil }
    var value: Int?
    for byte in line.dropFirst(label.utf8CodeUnitCount) {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = (value ?? 0) * 10 + Int(byte & 0x0f)
      case UInt8(ascii: " "), UInt8(ascii: "\t"): if value != nil { return value }
      default: return value
      }
    }
    return value
  }
}

/// The largest values seen of a running process; a process that ended before the first look has
/// none.
package struct StatusPeaks: Sendable, Equatable {
  /// The most threads seen at once.
  package var threads: Int?
  /// The largest size of the page tables seen, in bytes.
  package var pageTableBytes: Int?
  /// The largest resident size seen, in bytes; smaller than the true peak between two looks.
  package var residentBytes: Int?

  /// Takes in what was seen at one moment.
  mutating func include(_ status: ProcessStatus) {
    threads = Self.larger(threads, status.threads)
    pageTableBytes = Self.larger(pageTableBytes, status.pageTableBytes)
    residentBytes = Self.larger(residentBytes, status.residentBytes)
  }

  private static func larger(_ first: Int?, _ second: Int?) -> Int? {
    guard let first, let second else { return first ?? second }
    return max(first, second)
  }
}

/// Looks at a running process from outside.
///
/// It keeps the file open, so that it never reads another process that got the same number.
struct StatusSampler {
  private let file: Descriptor

  /// Opens the status of a child; nil on a system without `/proc`.
  init?(of process: pid_t) {
    do {
      file = try Descriptor(open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC))
    } catch {
      return nil
    }
  }

  /// What the file says now; nil when the process has ended.
  func look() -> ProcessStatus? {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
      let count = pread(file.number, buffer.baseAddress, buffer.count, 0)
      return count > 0 ? ProcessStatus(parsing: buffer.prefix(count)) : nil
    }
  }
}
