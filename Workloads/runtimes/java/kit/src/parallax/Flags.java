package parallax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of a trial: each flag is two arguments, and each value is a whole number. */
final class Flags {
  /** The exit code that sysexits.h defines for wrong usage. */
  private static final int WRONG_USAGE = 64;

  private final Map<String, Integer> values = new HashMap<>(Map.of("warmup", 0, "iterations", 1));

  Flags(String[] arguments, String... parameters) {
    var known = List.of(parameters);
    for (int index = 0; index < arguments.length; index += 2) {
      String flag = arguments[index];
      String name = flag.startsWith("--") ? flag.substring(2) : "";
      if (!known.contains(name) && !values.containsKey(name)) {
        fail("unknown flag \"" + flag + "\"; known are --" + String.join(", --", parameters)
            + ", --warmup, --iterations");
      }
      if (index + 1 == arguments.length) {
        fail(flag + " needs a value");
      }
      try {
        values.put(name, Integer.parseInt(arguments[index + 1]));
      } catch (NumberFormatException error) {
        fail(flag + " needs a whole number, not \"" + arguments[index + 1] + "\"");
      }
    }
    for (String name : parameters) {
      if (!values.containsKey(name)) {
        fail("--" + name + " is missing");
      }
    }
  }

  /** The value of a flag; a value below the minimum is wrong usage. */
  int number(String name, int minimum) {
    int value = values.get(name);
    if (value < minimum) {
      fail("--" + name + " must be at least " + minimum + ", not " + value);
    }
    return value;
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(WRONG_USAGE);
  }
}
