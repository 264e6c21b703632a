// Adds to one shared count from K virtual threads. Each waits for the result of a call before it makes the
// next.

import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import parallax.Trial;

final class Main {
  public static void main(String[] arguments) {
    var trial = new Trial(arguments, "callers", "calls");
    int callerCount = trial.parameter("callers", 1);
    int calls = trial.parameter("calls", 1);

    trial.run(stopwatch -> {
      var counter = new Counter();
      var callers = Stream.generate(Caller::new).limit(callerCount).toList();

      stopwatch.measure(() -> {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (var caller : callers) {
            executor.execute(() -> caller.call(counter, calls / callerCount));
          }
        }
      });

      long longestWait = callers.stream().mapToLong(caller -> caller.longestWait).max().orElse(0);
      stopwatch.metric("longestWaitNanoseconds", longestWait);
      return callers.stream().mapToLong(caller -> caller.count).max().orElse(0);
    });
  }

  static final class Counter {
    private final ReentrantLock lock = new ReentrantLock();
    private long count;

    long increment() {
      lock.lock();
      try {
        return ++count;
      } finally {
        lock.unlock();
      }
    }
  }

  /** The largest count that a call returned, and the longest wait for a call. */
  static final class Caller {
    private long count;
    private long longestWait;

    /** A call ends where the next begins, so the clock is read once for each. */
    void call(Counter counter, int calls) {
      long last = System.nanoTime();
      long longest = 0;
      for (int call = 0; call < calls; call++) {
        count = counter.increment();
        long now = System.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
      }
      longestWait = longest;
    }
  }
}
