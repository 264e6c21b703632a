// Starts N empty virtual threads, each of which counts itself, and waits for them.

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import parallax.Trial;

final class Main {
  public static void main(String[] arguments) {
    var trial = new Trial(arguments, "tasks");
    int tasks = trial.parameter("tasks", 1);

    trial.run(stopwatch -> {
      var ran = new AtomicLong();

      stopwatch.measure(() -> {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int task = 0; task < tasks; task++) {
            executor.execute(ran::incrementAndGet);
          }
        }
      });

      return ran.get();
    });
  }
}
