import BenchmarkModel
import Testing

@testable import Runner

@Suite struct MachineProbeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let files = [
      "proc/cpuinfo": """
      processor\t: 0
      model name\t: Example  CPU @ 2.50GHz
      flags\t\t: fpu hypervisor sse2

      processor\t: 1
      model name\t: Another
      """,
      "proc/meminfo": "MemTotal:       24684288 kB\nMemFree:        1 kB\n",
      "proc/loadavg": "1.25 0.50 0.25 3/93 32042\n",
      "proc/self/status": "Name:\ttest\nCpus_allowed_list:\t0-2,5,8-9\n",
      "proc/self/cgroup": "9:name=systemd:/\n0::/outer/inner\n",
      "proc/sys/kernel/ostype": "Linux\n",
      "proc/sys/kernel/osrelease": "6.1.0-21-amd64\n",
      "proc/sys/kernel/threads-max": "192000\n",
      "proc/sys/kernel/pid_max": "32768\n",
      "proc/sys/kernel/randomize_va_space": "2\n",
      "proc/sys/vm/max_map_count": "65530\n",
      "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
      "sys/fs/cgroup/outer/inner/cpu.max": "max 100000\n",
      "sys/fs/cgroup/outer/cpu.max": "150000 100000\n",
      "sys/fs/cgroup/outer/memory.max": "1073741824\n",
      "sys/fs/cgroup/outer/inner/memory.max": "max\n",
      "etc/os-release": "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
    ]
    for (name, text) in files { try folder.write(name, text) }
  }

  @Test func theFactsAreReadFromTheFolder() {
    let machine = MachineProbe(root: folder.path).machine()
    #expect(machine.cpuModel == "Example  CPU @ 2.50GHz")
    #expect(machine.logicalCores == 6)
    #expect(machine.memoryBytes == 25_276_710_912)
    #expect(machine.operatingSystem == "Debian GNU/Linux 12 (bookworm)")
    #expect(machine.kernel == "Linux 6.1.0-21-amd64")
    #expect(!machine.architecture.isEmpty)
    var facts = machine.facts
    facts["libc"] = nil
    #expect(
      facts == [
        "governor": "powersave", "virtualization": "hypervisor", "cpuQuotaCores": "1.5",
        "memoryLimitBytes": "1073741824", "threadsMax": "192000", "pidMax": "32768",
        "memoryMapsMax": "65530", "addressSpaceRandomization": "2",
      ]
    )
  }

  @Test func theLoadIsTheFirstOfThree() {
    #expect(MachineProbe(root: folder.path + "/").loadAverage() == 1.25)
  }

  @Test func whatCannotBeReadIsAbsent() throws {
    let empty = try TemporaryFolder()
    let probe = MachineProbe(root: empty.path)
    let machine = probe.machine()
    #expect(machine.cpuModel == nil)
    #expect(machine.memoryBytes == nil)
    #expect(machine.operatingSystem == nil)
    #expect(machine.kernel == nil)
    #expect(machine.logicalCores >= 1)
    #expect(Set(machine.facts.keys).isSubset(of: ["libc"]))
    #expect(probe.loadAverage() == nil)
  }

  @Test func aProcessorWithoutTheFlagIsSeenAsNoVirtualMachine() throws {
    try folder.write("proc/cpuinfo", "flags\t\t: fpu sse2\n")
    #expect(
      MachineProbe(root: folder.path).machine().facts["virtualization"] == "none seen"
    )
  }

  @Test func theFingerprintIsTheDigestOfItsStatedFacts() {
    let machine = Machine(
      fingerprint: "",
      cpuModel: "Example CPU",
      architecture: "x86_64",
      logicalCores: 2,
      memoryBytes: 25_276_710_912,
      operatingSystem: "Debian",
      kernel: "Linux 6.1.0",
      facts: ["libc": "glibc 2.36", "threadsMax": "192000"]
    )
    let text =
      "cpuModel=Example CPU\narchitecture=x86_64\nlogicalCores=2\nmemoryGiB=24\n"
      + "kernel=Linux 6.1.0\nlibc=glibc 2.36\nvirtualization=\ncpuQuotaCores=\ngovernor=\n"
    #expect(MachineProbe.fingerprint(machine) == sha256Hex(text.utf8))
  }

  @Test func aFewMegabytesLessAndAnotherLimitAreTheSameMachine() throws {
    let before = MachineProbe(root: folder.path).machine().fingerprint
    try folder.write("proc/meminfo", "MemTotal: 24680000 kB\n")
    try folder.write("proc/sys/kernel/threads-max", "1000\n")
    #expect(MachineProbe(root: folder.path).machine().fingerprint == before)
    try folder.write("proc/sys/kernel/osrelease", "6.2.0\n")
    #expect(MachineProbe(root: folder.path).machine().fingerprint != before)
  }

  @Test func theRealMachineStatesWhatItHas() {
    let probe = MachineProbe()
    let machine = probe.machine()
    #expect(machine.logicalCores >= 1)
    #expect(machine.fingerprint.count == 64)
    #expect(probe.machine() == machine)
  }
}

@Suite struct StartWarningTests {
  private func warnings(
    load: Double? = 0.2,
    isDirty: Bool? = false,
    governor: String? = nil,
    isDebugBuild: Bool = false
  ) -> [String] {
    let machine = Machine(
      fingerprint: "",
      cpuModel: nil,
      architecture: "x86_64",
      logicalCores: 4,
      memoryBytes: nil,
      operatingSystem: nil,
      kernel: nil,
      facts: governor.map { ["governor": $0] } ?? [:]
    )
    return RunWarning.atStart(
      machine: machine,
      load: load,
      isDirty: isDirty,
      isDebugBuild: isDebugBuild
    ).map { "\($0.kind.rawValue): \($0.message)" }
  }

  @Test func aQuietMachineWithACleanTreeHasNone() {
    #expect(warnings() == [])
    #expect(warnings(load: 2.0, governor: "performance") == [])
    #expect(warnings(load: nil, isDirty: nil) == [])
  }

  @Test func eachTroubleIsNamedWithItsRemedy() {
    #expect(
      warnings(load: 2.01, isDirty: true, governor: "powersave", isDebugBuild: true) == [
        "busyMachine: The machine was busy when the run began: load 2.01 on 4 cores. "
          + "Times can be too long; end other work or wait, and measure again.",
        "debugBuild: The Swift programs are debug builds, so their times say nothing. "
          + "Build with: make build",
        "dirtyTree: The source tree had changes that are not in its commit, so the commit alone "
          + "does not tell what was measured. Commit them and measure again.",
        "unsteadyClock: The frequency governor is \"powersave\", so the clock speed follows the "
          + "load. Set it with: cpupower frequency-set --governor performance",
      ]
    )
  }
}

@Suite struct ToolchainProbeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "The line with the compiler's version is taken",
    arguments: [
      "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'; echo 'Target: x86_64'",
      "echo 'swift-driver version: 1.1'; echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'",
    ]
  )
  func compilerVersion(script: String) throws {
    let swift = try folder.script("swift", script)
    #expect(
      ToolchainProbe(swift: swift).swiftOnPath()
        == Toolchain(
          name: "swift on the path",
          version: "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
        )
    )
  }

  @Test(
    "A compiler that fails or says something else is absent",
    arguments: ["exit 1", "echo hello", "echo 'Swift version 6.3'; exit 2"]
  )
  func noCompiler(script: String) throws {
    let swift = try folder.script("swift", script)
    #expect(ToolchainProbe(swift: swift).swiftOnPath() == nil)
  }

  @Test func missingToolsAreAbsent() {
    let probe = ToolchainProbe(swift: "/nowhere/swift", git: "/nowhere/git")
    #expect(probe.swiftOnPath() == nil)
    #expect(probe.sourceState(of: folder.path) == nil)
  }

  @Test func aFolderThatIsNoCheckoutHasNoCommit() {
    #expect(ToolchainProbe().sourceState(of: "/") == nil)
  }

  @Test func aCheckoutIsCleanUntilAFileIsAddedThatIsNotIgnored() throws {
    let git = ChildProcess(
      program: "sh",
      arguments: [
        "-c",
        "cd \"$1\" && git init -q && echo build/ >.gitignore && git add . && "
          + "git -c user.name=a -c user.email=a@example.org commit -q -m one",
        "sh", folder.path,
      ],
      timeLimit: .seconds(60)
    )
    try #require(try git.run().ending == .exited(code: 0))
    let probe = ToolchainProbe()
    let clean = try #require(probe.sourceState(of: folder.path))
    #expect(clean.commit.count == 40)
    #expect(!clean.isDirty)
    try folder.write("build/product", "x")
    #expect(probe.sourceState(of: folder.path) == clean)
    try folder.write("new.txt", "x")
    #expect(probe.sourceState(of: folder.path)?.isDirty == true)
  }
}
