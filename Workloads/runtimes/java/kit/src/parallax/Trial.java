package parallax;

import java.util.function.ToLongFunction;

/**
 * What the Java peers share: reads a trial's flags, calls the workload's body once an iteration, and
 * prints the lines of the trial protocol, version 1. It checks no answer and knows no statistics.
 */
public final class Trial {
  private static final int PROTOCOL_VERSION = 1;

  private final Flags flags;

  /** A trial of a workload with these parameters, each a flag that must be given. */
  public Trial(String[] arguments, String... parameters) {
    flags = new Flags(arguments, parameters);
  }

  /** The value of a parameter that is not below the least; another one is wrong usage. */
  public int parameter(String name, int least) {
    return flags.number(name, least);
  }

  /** Calls the body for each warm-up and each measured iteration, and reports what it answered. */
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
      System.exit(1); // The runner no longer reads.
    }
  }

  /** The version of the virtual machine, which runs with its default options, and its name. */
  private static String runtimeVersion() {
    String text = "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")";
    return text.replaceAll("[^ -~]|[\"\\\\]", "?");
  }
}
