// Starts goroutines that each want to run every millisecond, and records how late they do.
package main

import (
	"sync"
	"time"

	"parallax/peerkit"
)

func main() {
	durationMilliseconds := peerkit.Int("duration-milliseconds", 1)
	timers := peerkit.Int("timers", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		wakesOfEach := *durationMilliseconds
		// A slot for each wake-up. It is -1 until the wake-up has come.
		lateness := make([]int64, *timers*wakesOfEach)
		for i := range lateness {
			lateness[i] = -1
		}

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			// The first wake-ups are due after 100 ms, when all timers have been started.
			first := time.Now().Add(100 * time.Millisecond)
			for timer := range *timers {
				phase := time.Millisecond * time.Duration(timer) / time.Duration(*timers)
				wg.Go(func() {
					due := first.Add(phase)
					for wake := range wakesOfEach {
						// A ticker would drop the ticks that come late.
						time.Sleep(time.Until(due))
						lateness[timer*wakesOfEach+wake] = time.Since(due).Nanoseconds()
						due = due.Add(time.Millisecond)
					}
				})
			}
			wg.Wait()
		})

		// The sum of the numbers of the wake-ups, counted from 1. One before its time does not count.
		var sum uint64
		var late []int64
		for i, nanoseconds := range lateness {
			if nanoseconds >= 0 {
				sum += uint64(i) + 1
				late = append(late, nanoseconds)
			}
		}
		stopwatch.Latencies("latenessNanoseconds", late)
		return sum
	})
}
