// Starts N goroutines that sleep for an hour, and ends as soon as all of them are asleep.
package main

import (
	"sync/atomic"
	"time"

	"parallax/peerkit"
)

// Far longer than any process of a search runs.
const hold = time.Hour

func main() {
	tasks := peerkit.Int("tasks", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		var asleep atomic.Int64
		allAsleep := make(chan struct{})

		stopwatch.Measure(func() {
			for range *tasks {
				go func() {
					if asleep.Add(1) == int64(*tasks) {
						close(allAsleep)
					}
					time.Sleep(hold)
				}()
			}
			<-allAsleep
		})

		return uint64(asleep.Load())
	})
}
