// P pairs of virtual threads make R round trips each, over two one-slot queues for each pair.

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import parallax.Trial;

final class Main {
  public static void main(String[] arguments) {
    var trial = new Trial(arguments, "pairs", "rounds");
    int pairCount = trial.parameter("pairs", 1);
    int rounds = trial.parameter("rounds", 1);

    trial.run(stopwatch -> {
      var pairs = Stream.generate(Pair::new).limit(pairCount).toList();
      var total = new AtomicLong();

      stopwatch.measure(() -> {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (var pair : pairs) {
            executor.submit(() -> total.addAndGet(pair.ping(rounds)));
            executor.submit(() -> pair.pong(rounds));
          }
        }
      });

      return total.get();
    });
  }

  record Pair(BlockingQueue<Long> pings, BlockingQueue<Long> pongs) {
    Pair() {
      this(new ArrayBlockingQueue<>(1), new ArrayBlockingQueue<>(1));
    }

    /** Sends each number, waits until it is back, and returns the sum of those that came back. */
    long ping(int rounds) throws InterruptedException {
      long sum = 0;
      for (long number = 1; number <= rounds; number++) {
        pings.put(number);
        sum += pongs.take();
      }
      return sum;
    }

    /** Sends back what it receives. */
    Void pong(int rounds) throws InterruptedException {
      for (int round = 0; round < rounds; round++) {
        pongs.put(pings.take());
      }
      return null;
    }
  }
}
