// Starts N virtual threads, all of which sleep at the same time, and waits for them.

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import parallax.Trial;

final class Main {
  public static void main(String[] arguments) {
    var trial = new Trial(arguments, "tasks", "hold-milliseconds");
    int tasks = trial.parameter("tasks", 1);
    int hold = trial.parameter("hold-milliseconds", 0);

    trial.run(stopwatch -> {
      var asleep = new AtomicInteger();
      var woken = new AtomicInteger();
      var allAsleep = new AtomicLong();

      stopwatch.measure(() -> {
        long began = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int task = 0; task < tasks; task++) {
            executor.submit(() -> {
              if (asleep.incrementAndGet() == tasks) {
                allAsleep.set(System.nanoTime() - began);
              }
              // Again and twice as long until all have slept at once.
              long pause = hold;
              do {
                Thread.sleep(pause);
                pause *= 2;
              } while (asleep.get() < tasks);
              return woken.incrementAndGet();
            });
          }
        }
      });

      stopwatch.metric("startNanoseconds", allAsleep.get());
      return woken.get();
    });
  }
}
