package import BenchmarkModel
import References

/// The root of this source tree.
package let repositoryRoot = String(
  #filePath.dropLast("/Tests/RuntimeFixtures/RuntimeFixtures.swift".count))

/// The runtimes that the files of this source tree describe.
package let repositoryRuntimes: RuntimeCatalog = {
  do { return try RuntimeReader.catalog(inTree: repositoryRoot) } catch {
    preconditionFailure("\(error)")
  }
}()
