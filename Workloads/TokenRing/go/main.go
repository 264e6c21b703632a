// Passes a token N times around a ring of goroutines. The goroutine where it stops reports its number.
package main

import (
	"sync"

	"parallax/peerkit"
)

func main() {
	members := peerkit.Int("members", 1)
	hops := peerkit.Int("hops", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		ring := make([]chan int, *members)
		for i := range ring {
			ring[i] = make(chan int, 1)
		}
		var stopped int

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for i, in := range ring {
				out := ring[(i+1)%len(ring)]
				wg.Go(func() {
					if pass(in, out) {
						stopped = i + 1
					}
				})
			}
			ring[0] <- *hops
			wg.Wait()
		})

		return uint64(stopped)
	})
}

// pass passes the token on until it stops, here or elsewhere, and closes the output channel. It reports
// whether the token stopped here.
func pass(in <-chan int, out chan<- int) bool {
	defer close(out)
	for token := range in {
		if token == 0 {
			return true
		}
		out <- token - 1
	}
	return false
}
