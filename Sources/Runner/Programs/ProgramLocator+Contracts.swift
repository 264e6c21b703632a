import BenchmarkModel
import Platform
package import WorkloadCatalog

extension ProgramLocator {
  /// What the built programs of a tree say about their contracts, in the order of the folders.
  ///
  /// - Throws: `RunnerError.notBuilt` for a folder without a program, `.badContract` for a program that does
  ///   not describe a contract of its name, and what can go wrong with starting it.
  package func contracts() throws(RunnerError) -> [ContractDescription] {
    let built = exists(programs) ? try names(in: programs) : []
    var contracts: [ContractDescription] = []
    for folder in try workloadFolders()
    where exists("\(root)/Workloads/\(folder)/swift") {
      let name = built.first { $0.filter { $0 != "-" } == folder.lowercased() }
      guard let name else {
        throw .notBuilt(
          folder: "Workloads/\(folder)", programs: shownPath(programs),
          remedy: swiftBuild ?? "make build")
      }
      contracts.append(try contract(ofProgram: name))
    }
    return contracts
  }

  private func contract(ofProgram name: String) throws(RunnerError) -> ContractDescription {
    let path = "\(programs)/\(name)"
    func problem(_ reason: String) -> RunnerError {
      .badContract(program: shownPath(path), reason: reason)
    }
    let result = try ChildProcess(
      program: path, arguments: ["--contract"], timeLimit: .seconds(10), outputLimitBytes: 1 << 20
    ).run()
    guard result.ending == .exited(code: 0) else {
      throw problem("it did not end with exit code 0. \(shortened(result.standardError))")
    }
    let contract: ContractDescription
    do { contract = try ContractDescription(json: result.output) } catch {
      throw problem("\(error.description).")
    }
    guard contract.name == name else {
      throw problem("the contract is called \"\(contract.name)\". Give both the same name.")
    }
    return contract
  }
}
