import Platform

/// A snapshot of `/proc/PID/status`; a value is nil if its line is missing.
struct ProcessStatus: Equatable {
  /// `Threads`.
  var threads: Int?
  /// `VmPTE`, in bytes.
  var pageTableBytes: Int?
  /// `VmRSS`, in bytes.
  var residentBytes: Int?

  /// Parses the three lines from the file's text.
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
    let isLabeled = label.withUTF8Buffer { line.starts(with: $0) }
    guard isLabeled else { return nil }
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

/// The largest values sampled from a running process; all nil if it ended before the first sample.
package struct StatusPeaks: Sendable, Equatable {
  /// The maximum number of threads seen at once.
  package var threads: Int?
  /// The largest size of the page tables seen, in bytes.
  package var pageTableBytes: Int?
  /// The largest resident size seen, in bytes.
  ///
  /// The true peak can lie between two samples and be larger.
  package var residentBytes: Int?

  /// Updates the peaks with a new sample.
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

/// Samples a running process from outside.
///
/// It keeps the file open, so it never reads another process that reuses the number.
struct StatusSampler {
  private let process: pid_t
  private let file: Descriptor

  /// Opens the status file of a child; nil on a system without `/proc`.
  init?(of process: pid_t) {
    self.process = process
    do {
      file = try Descriptor(open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC))
    } catch {
      return nil
    }
  }

  /// Takes a sample; nil if the process has ended.
  ///
  /// If its first thread has ended, only the files of the others say how much memory it has.
  func sample() -> ProcessStatus? {
    guard var status = read() else { return nil }
    guard status.residentBytes == nil, status.threads ?? 0 > 1 else { return status }
    do {
      for thread in try folderNames("/proc/\(process)/task") where status.residentBytes == nil {
        status.residentBytes =
          ProcessStatus(
            parsing: try fileBytes("/proc/\(process)/task/\(thread)/status")
          ).residentBytes
      }
    } catch {
      // It is ending.
    }
    return status
  }

  private func read() -> ProcessStatus? {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
      let count = pread(file.number, buffer.baseAddress, buffer.count, 0)
      return count > 0 ? ProcessStatus(parsing: buffer.prefix(count)) : nil
    }
  }
}
