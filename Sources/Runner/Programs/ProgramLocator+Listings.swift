package import BenchmarkModel
import Platform

extension ProgramLocator {
  /// The listed sources of the implementations that have any, with their digests.
  ///
  /// - Throws: `RunnerError.unreadable` for a missing source.
  package func listings(
    of implementations: [LocatedImplementation]
  ) throws(RunnerError) -> [Listing] {
    var listings: [Listing] = []
    // Every toolchain builds the same sources.
    for located in implementations where located.implementation.toolchain == nil {
      for path in located.listingPaths {
        listings.append(
          Listing(
            implementation: located.implementation,
            path: path,
            sha256: sha256Hex(try bytes(of: "\(root)/\(path)"))
          )
        )
      }
    }
    return listings
  }

  /// The listed sources with their digests, and those of the programs that are about to be measured.
  ///
  /// - Throws: `RunnerError.unreadable` for a missing source, or a program that cannot be read.
  package func measuredListings(
    of implementations: [LocatedImplementation]
  ) throws(RunnerError) -> [Listing] {
    var digests: [String: String] = [:]
    for located in implementations where located.status == .ready {
      guard let program = located.program, digests[program] == nil else { continue }
      digests[program] = sha256Hex(try bytes(of: program))
    }
    var listings: [Listing] = []
    for located in implementations {
      for var listing in try self.listings(of: [located]) {
        listing.programSHA256 = located.program.flatMap { digests[$0] }
        listings.append(listing)
      }
    }
    return listings
  }

  /// Makes sure that no program is older than the sources that the report prints as measured.
  ///
  /// - Throws: `RunnerError.staleProgram` for the first that is older, `RunnerError.unreadable` for
  ///   a missing source or program.
  package func requireFresh(_ implementations: [LocatedImplementation]) throws(RunnerError) {
    for located in implementations where located.status == .ready {
      guard let program = located.program else { continue }
      let built = try modified(program)
      for path in located.listingPaths where try modified("\(root)/\(path)") > built {
        throw .staleProgram(
          source: path,
          program: shownPath(program),
          remedy: located.remedy
        )
      }
    }
  }

  func bytes(of path: String) throws(RunnerError) -> [UInt8] {
    do { return try fileBytes(path) } catch { throw .unreadable(path: path, error.reason) }
  }

  /// When the file's bytes were last written, in nanoseconds since 1970.
  func modified(_ path: String) throws(RunnerError) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(path: path, .last) }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
