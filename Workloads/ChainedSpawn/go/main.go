// Starts a goroutine that starts the next one, N deep. The last one reports its number.
package main

import "parallax/peerkit"

func main() {
	depth := peerkit.Int("depth", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		end := make(chan int)
		var last int

		stopwatch.Measure(func() {
			go spawn(1, *depth, end)
			last = <-end
		})

		return uint64(last)
	})
}

// spawn is what each goroutine runs. It gets its number and the channel on which the last one reports.
func spawn(number, depth int, end chan<- int) {
	if number == depth {
		end <- number
		return
	}
	go spawn(number+1, depth, end)
}
