// Starts N empty goroutines, each of which counts itself, and waits for them.
package main

import (
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

func main() {
	tasks := peerkit.Int("tasks", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		var ran atomic.Uint64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for range *tasks {
				wg.Go(func() { ran.Add(1) })
			}
			wg.Wait()
		})

		return ran.Load()
	})
}
