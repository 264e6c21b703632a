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
      microcode\t: 0x2b
      flags\t\t: fpu hypervisor sse2

      processor\t: 1
      model name\t: Another
      """,
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
      "sys/fs/cgroup/outer/pids.max": "4096\n",
      "proc/meminfo": """
      MemTotal:       24684288 kB
      MemFree:        1 kB
      SwapTotal:      2048 kB

      """,
      "sys/devices/system/cpu/online": "0-2,8\n",
      "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "3500000\n",
      "sys/devices/system/cpu/intel_pstate/no_turbo": "1\n",
      "sys/devices/system/cpu/vulnerabilities/meltdown": "Not affected\n",
      "sys/devices/system/cpu/vulnerabilities/spectre_v2": "Mitigation: Retpolines\n",
      "sys/devices/system/cpu/vulnerabilities/mds": "Mitigation: Clear CPU buffers\n",
      "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
      "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
      "sys/class/dmi/id/sys_vendor": "Example Inc.\n",
      "sys/class/dmi/id/product_name": "Cloud 9\n",
      "sys/hypervisor/type": "xen\n",
      "etc/os-release": "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
    ]
    for (name, text) in files { try folder.write(name, text) }
    for (core, siblings, package) in [(0, "0-1", 0), (1, "0-1", 0), (2, "2", 0), (8, "8", 1)] {
      let topology = "sys/devices/system/cpu/cpu\(core)/topology"
      try folder.write("\(topology)/thread_siblings_list", "\(siblings)\n")
      try folder.write("\(topology)/physical_package_id", "\(package)\n")
    }
    let caches = [("1", "Data", "48K"), ("1", "Instruction", "32K"), ("2", "Unified", "2M")]
    for (index, cache) in caches.enumerated() {
      let path = "sys/devices/system/cpu/cpu0/cache/index\(index)"
      try folder.write("\(path)/level", "\(cache.0)\n")
      try folder.write("\(path)/type", "\(cache.1)\n")
      try folder.write("\(path)/size", "\(cache.2)\n")
    }
  }

  @Test func theFactsAreReadFromTheFolder() {
    let machine = MachineProbe(root: folder.path).machine()
    #expect(machine.cpuModel == "Example  CPU @ 2.50GHz")
    // Six by affinity, but the quota is one and a half.
    #expect(machine.logicalCores == 1)
    #expect(machine.coresText == "1 of 4 allowed")
    #expect(machine.usableMemoryBytes == 1_073_741_824)
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
        "memoryMapsMax": "65530", "addressSpaceRandomization": "2", "swapBytes": "2097152",
        "processesLimit": "4096", "onlineCores": "4", "physicalCores": "3", "threadsPerCore": "2",
        "sockets": "2", "cacheL1DataBytes": "49152", "cacheL2Bytes": "2097152",
        "microcode": "0x2b", "mitigations": "mds, spectre_v2", "turbo": "off",
        "maximumFrequencyKilohertz": "3500000", "clockSource": "tsc",
        "transparentHugePages": "madvise", "container": "none seen", "hypervisorType": "xen",
        "systemVendor": "Example Inc.", "systemProduct": "Cloud 9",
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

  /// The fact after the file was replaced.
  private func fact(_ name: String, _ file: String, _ text: String) throws -> String? {
    try folder.write(file, text)
    return MachineProbe(root: folder.path).machine().facts[name]
  }

  @Test func turboIsReadFromEitherDriver() throws {
    let cpu = "sys/devices/system/cpu"
    #expect(try fact("turbo", "\(cpu)/intel_pstate/no_turbo", "0\n") == "on")
    #expect(try fact("turbo", "\(cpu)/intel_pstate/no_turbo", "?\n") == nil)
    #expect(try fact("turbo", "\(cpu)/cpufreq/boost", "0\n") == "off")
    #expect(try fact("turbo", "\(cpu)/cpufreq/boost", "1\n") == "on")
  }

  @Test func whatIsNotUnderstoodIsAbsent() throws {
    let cpu = "sys/devices/system/cpu"
    #expect(try fact("cacheL2Bytes", "\(cpu)/cpu0/cache/index2/size", "many\n") == nil)
    let pages = "sys/kernel/mm/transparent_hugepage/enabled"
    #expect(try fact("transparentHugePages", pages, "never\n") == nil)
    #expect(try fact("sockets", "\(cpu)/cpu8/topology/physical_package_id", "-1\n") == nil)
    #expect(try fact("physicalCores", "\(cpu)/online", "0-3\n") == nil)
    #expect(try fact("onlineCores", "\(cpu)/online", "3-0\n") == nil)
    #expect(try fact("mitigations", "\(cpu)/vulnerabilities/mds", "Vulnerable\n") == "spectre_v2")
    #expect(try fact("mitigations", "\(cpu)/vulnerabilities/spectre_v2", "Vulnerable") == "none")
  }

  @Test func aContainerIsKnownByItsMarkOrItsGroup() throws {
    let group = "0::/kubepods/pod1/c\n"
    #expect(try fact("container", "proc/self/cgroup", group) == "kubepods")
    #expect(try fact("container", "run/.containerenv", "") == "podman")
    #expect(try fact("container", ".dockerenv", "") == "docker")
  }

  @Test func olderControlGroupsAreReadToo() throws {
    try folder.write(
      "proc/self/cgroup", "4:memory:/outer/inner\n3:cpu,cpuacct:/outer\n2:pids:/outer\n0::/\n")
    let groups = "sys/fs/cgroup"
    try folder.write("\(groups)/memory/memory.limit_in_bytes", "9223372036854771712\n")
    #expect(MachineProbe(root: folder.path).machine().facts["memoryLimitBytes"] == nil)
    let limit = "\(groups)/memory/outer/memory.limit_in_bytes"
    #expect(try fact("memoryLimitBytes", limit, "2097152\n") == "2097152")
    #expect(try fact("processesLimit", "\(groups)/pids/outer/pids.max", "77\n") == "77")
    try folder.write("\(groups)/cpu/outer/cpu.cfs_period_us", "100000\n")
    #expect(try fact("cpuQuotaCores", "\(groups)/cpu/outer/cpu.cfs_quota_us", "-1\n") == nil)
    #expect(try fact("cpuQuotaCores", "\(groups)/cpu/outer/cpu.cfs_quota_us", "250000\n") == "2.5")
  }

  @Test(
    "A trial uses whole cores: no more than the affinity or the quota allows, and at least one",
    arguments: [
      (8, nil, 8), (8, 0.5, 1), (8, 1.0, 1), (8, 2.9, 2), (8, 8.0, 8), (2, 64.0, 2),
      (8, .infinity, 8),
      (8, .nan, 8), (1, 1e300, 1),
    ] as [(Int, Double?, Int)])
  func usableCores(affinity: Int, quota: Double?, expected: Int) {
    #expect(MachineProbe.usable(cores: affinity, quota: quota) == expected)
  }

  @Test func anotherMemoryLimitIsAnotherMachine() throws {
    func fingerprint(_ limit: String) throws -> String {
      try folder.write("sys/fs/cgroup/outer/memory.max", limit)
      return MachineProbe(root: folder.path).machine().fingerprint
    }
    #expect(try fingerprint("4294967296\n") != fingerprint("1073741824\n"))
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
      "cpuModel=Example CPU\narchitecture=x86_64\nlogicalCores=2\nmemoryGiB=24\ncpuQuotaCores=\n"
    #expect(MachineProbe.fingerprint(machine) == sha256Hex(text.utf8))
  }

  @Test func anUpdateIsTheSameMachineAndAChangeOfIt() throws {
    let before = MachineProbe(root: folder.path).machine()
    try folder.write("proc/sys/kernel/osrelease", "6.2.0\n")
    let after = MachineProbe(root: folder.path).machine()
    #expect(after.fingerprint == before.fingerprint)
    #expect(after.changes(since: before).map(\.setting) == ["kernel"])
    #expect(before.changes(since: before) == [])
  }

  @Test func aFewMegabytesLessAndAnotherLimitAreTheSameMachine() throws {
    let before = MachineProbe(root: folder.path).machine().fingerprint
    try folder.write("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n")
    try folder.write("proc/meminfo", "MemTotal: 24680000 kB\n")
    try folder.write("proc/sys/kernel/threads-max", "1000\n")
    #expect(MachineProbe(root: folder.path).machine().fingerprint == before)
  }

  @Test func theRealMachineStatesWhatItHas() {
    let probe = MachineProbe()
    let machine = probe.machine()
    #expect(machine.logicalCores >= 1)
    #expect(machine.fingerprint.count == 64)
    #expect(probe.machine() == machine)
  }
}
