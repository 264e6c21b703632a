package parallax;

import java.util.function.ToLongFunction;

/**
 * The code that all Java peers share. It reads a trial's flags, calls the workload's body once for each
 * iteration, and prints the lines of the trial protocol, version 1. It does not check answers or compute
 * statistics.
 */
public final class Trial {
  private static final int PROTOCOL_VERSION = 1;

  private final Flags flags;

  /** A trial of a workload with these parameters, each of which is a required flag. */
  public Trial(String[] arguments, String... parameters) {
    flags = new Flags(arguments, parameters);
  }

  /** The value of a parameter; a value below the minimum is wrong usage. */
  public int parameter(String name, int minimum) {
    return flags.number(name, minimum);
  }

  /** Calls the body once for each warm-up and each measured iteration, and prints its times and answers. */
  public void run(ToLongFunction<Stopwatch> body) {
    int count = flags.number("warmup", 0) + flags.number("iterations", 1);
    for (int iteration = 0; iteration < count; iteration++) {
      var stopwatch = new Stopwatch();
      long answer = body.applyAsLong(stopwatch);
      print(stopwatch.line(answer));
    }
    print("{\"protocol\":" + PROTOCOL_VERSION + ",\"runtimeVersion\":\"" + runtimeVersion()
        + "\",\"peakResidentBytes\":" + Memory.peakResidentBytes() + "}");
  }

  private static void print(String line) {
    System.out.println(line);
    if (System.out.checkError()) {
      System.exit(1); // The runner has stopped reading.
    }
  }

  /** The version and name of the virtual machine, which runs with its default options. */
  private static String runtimeVersion() {
    String text = "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")";
    return text.replaceAll("[^ -~]|[\"\\\\]", "?");
  }
}
