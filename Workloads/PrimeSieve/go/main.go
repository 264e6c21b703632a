// Finds the first M primes with a chain of goroutines. Each filters out the multiples of one prime.
package main

import "parallax/peerkit"

func main() {
	primes := peerkit.Int("primes", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		done := make(chan struct{})
		last := make(chan int, 1)
		var sum uint64

		stopwatch.Measure(func() {
			go generate(last, done)
			for found := 1; ; found++ {
				prime := <-last
				sum += uint64(prime)
				if found == *primes {
					break
				}
				next := make(chan int, 1)
				go filter(last, next, prime)
				last = next
			}
		})

		// Numbers that are still in the chain are discarded. Each goroutine ends when its channel is closed. When
		// the last channel is closed, all have ended.
		close(done)
		for range last {
		}
		return sum
	})
}

func generate(out chan<- int, done <-chan struct{}) {
	defer close(out)
	for number := 2; ; number++ {
		select {
		case out <- number:
		case <-done:
			return
		}
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	defer close(out)
	for number := range in {
		if number%prime != 0 {
			out <- number
		}
	}
}
