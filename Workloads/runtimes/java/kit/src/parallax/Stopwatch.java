package parallax;

/**
 * Times one iteration and collects the metrics that its workload adds.
 *
 * <p>It leaves out the processor time of the region, which the virtual machine reports in steps of 10 ms.
 */
public final class Stopwatch {
  /** The code of a region, which may be interrupted while it waits. */
  public interface Region {
    void run() throws InterruptedException;
  }

  private final StringBuilder metrics = new StringBuilder();
  private boolean isMeasured;
  private long elapsed;

  /** Runs the timed region. A body measures exactly one region; set-up and tear-down stay outside it. */
  public void measure(Region region) {
    if (isMeasured) {
      throw new IllegalStateException("a body measures exactly one region, this one measured a second");
    }
    isMeasured = true;
    long began = System.nanoTime();
    try {
      region.run();
    } catch (InterruptedException error) {
      throw new IllegalStateException("nothing interrupts a region", error);
    }
    elapsed = System.nanoTime() - began;
  }

  /** Adds a workload-specific number to this iteration. Its name includes its unit. */
  public void metric(String name, long value) {
    metrics.append(metrics.isEmpty() ? "" : ",").append('"').append(name).append("\":").append(value);
  }

  /** The line of the iteration. */
  String line(long answer) {
    if (!isMeasured) {
      throw new IllegalStateException("a body measures exactly one region, this one measured none");
    }
    return "{\"elapsedNanoseconds\":" + elapsed + ",\"answer\":" + Long.toUnsignedString(answer)
        + (metrics.isEmpty() ? "" : ",\"metrics\":{" + metrics + "}") + "}";
  }
}
