// Starts N goroutines that all sleep at the same time, and waits for them.
package main

import (
	"sync"
	"sync/atomic"
	"time"

	"parallax/peerkit"
)

func main() {
	tasks := peerkit.Int("tasks", 1)
	holdMilliseconds := peerkit.Int("hold-milliseconds", 0)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		hold := time.Duration(*holdMilliseconds) * time.Millisecond
		var asleep, woken atomic.Int64
		var allAsleep time.Duration

		stopwatch.Measure(func() {
			began := time.Now()
			var wg sync.WaitGroup
			for range *tasks {
				wg.Go(func() {
					if asleep.Add(1) == int64(*tasks) {
						allAsleep = time.Since(began)
					}
					// Again and twice as long until all have slept at once.
					for pause := hold; ; pause *= 2 {
						time.Sleep(pause)
						if asleep.Load() == int64(*tasks) {
							break
						}
					}
					woken.Add(1)
				})
			}
			wg.Wait()
		})

		stopwatch.Metric("startNanoseconds", allAsleep.Nanoseconds())
		return uint64(woken.Load())
	})
}
