// P pairs of goroutines make R round trips each, over two one-slot channels for each pair.
package main

import (
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

type pair struct {
	pings, pongs chan int
}

func main() {
	pairCount := peerkit.Int("pairs", 1)
	rounds := peerkit.Int("rounds", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		pairs := make([]pair, *pairCount)
		for i := range pairs {
			pairs[i] = pair{pings: make(chan int, 1), pongs: make(chan int, 1)}
		}
		var total atomic.Uint64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for _, p := range pairs {
				wg.Go(func() { total.Add(p.ping(*rounds)) })
				wg.Go(func() { p.pong(*rounds) })
			}
			wg.Wait()
		})

		return total.Load()
	})
}

// ping sends each number, waits until it is back, and returns the sum of the numbers that came back.
func (p pair) ping(rounds int) uint64 {
	var sum uint64
	for i := 1; i <= rounds; i++ {
		p.pings <- i
		sum += uint64(<-p.pongs)
	}
	return sum
}

// pong sends back each number that it receives.
func (p pair) pong(rounds int) {
	for range rounds {
		p.pongs <- <-p.pings
	}
}
