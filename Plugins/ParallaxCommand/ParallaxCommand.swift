import Foundation
import PackagePlugin

/// Builds the workloads of a package in release mode and runs the installed `parallax` on them.
///
/// It does not build `parallax` itself, which would bring its libraries into the package.
@main
struct ParallaxCommand: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let parameters = PackageManager.BuildParameters(configuration: .release)
    let build = try packageManager.build(.all(includingTests: false), parameters: parameters)
    guard build.succeeded else { return Diagnostics.error("The build failed.\n\(build.logText)") }
    guard let tool = Self.tool else {
      return Diagnostics.error(
        "There is no parallax on the PATH. Install it with make install PREFIX=…, or name it in the "
          + "variable PARALLAX.")
    }
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      Diagnostics.error("parallax ended with exit code \(process.terminationStatus).")
    }
  }

  /// The program that the variable `PARALLAX` names, or else the first one on the path.
  private static var tool: URL? {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["PARALLAX"] { return URL(filePath: path) }
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/parallax" }
      .first(where: FileManager.default.isExecutableFile).map { URL(filePath: $0) }
  }
}
