package parallax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system reports about this process's memory. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /** The high-water mark of the resident size in bytes, from VmHWM, which only Linux writes. */
  static long peakResidentBytes() {
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith("VmHWM:")).findFirst()
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .orElseThrow(() -> new IOException(STATUS + " has no line VmHWM"));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
