// Sends integers from producers to consumers through one channel.
package main

import (
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

func main() {
	producers := peerkit.Int("producers", 1)
	consumers := peerkit.Int("consumers", 1)
	messages := peerkit.Int("messages", 1)
	capacity := peerkit.Int("capacity", 0)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		numbers := make(chan uint64, *capacity)
		share := uint64(*messages / *producers)
		var total atomic.Uint64

		stopwatch.Measure(func() {
			var consuming, producing sync.WaitGroup
			for range *consumers {
				consuming.Go(func() {
					var sum uint64
					for number := range numbers {
						sum += number
					}
					total.Add(sum)
				})
			}
			for producer := range uint64(*producers) {
				producing.Go(func() {
					first := producer*share + 1
					for number := first; number < first+share; number++ {
						numbers <- number
					}
				})
			}
			producing.Wait()
			close(numbers)
			consuming.Wait()
		})

		return total.Load()
	})
}
