// Receives from whichever of K channels is ready, until all are closed and drained.
package main

import (
	"sync"

	"parallax/peerkit"
)

func main() {
	channels := peerkit.Int("channels", 2)
	messages := peerkit.Int("messages", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		tally := newTally(*channels, *messages)
		numbers := make([]chan uint64, *channels)
		for channel := range numbers {
			numbers[channel] = make(chan uint64, 1)
		}

		stopwatch.Measure(func() {
			var producers sync.WaitGroup
			for _, channel := range numbers {
				producers.Go(func() {
					for number := range uint64(*messages) {
						channel <- number + 1
					}
					close(channel)
				})
			}
			receive(numbers, tally)
			producers.Wait()
		})

		stopwatch.Ratio("fairnessRatio", tally.fairness())
		return tally.checksum()
	})
}

func receive(c []chan uint64, tally *tally) {
	// A select statement names its channels, so each number of channels needs a separate statement.
	anyOf, written := map[int]func([]chan uint64) (int, uint64, bool){2: anyOfTwo, 6: anyOfSix}[len(c)]
	if !written {
		panic("only 2 or 6 channels are supported")
	}
	for left := len(c); left > 0; {
		if channel, number, open := anyOf(c); open {
			tally.note(channel, number)
		} else {
			c[channel] = nil // A closed channel is always ready, nil never is.
			left--
		}
	}
}

func anyOfTwo(c []chan uint64) (channel int, number uint64, open bool) {
	select {
	case number, open = <-c[0]:
		return 0, number, open
	case number, open = <-c[1]:
		return 1, number, open
	}
}

func anyOfSix(c []chan uint64) (channel int, number uint64, open bool) {
	select {
	case number, open = <-c[0]:
		return 0, number, open
	case number, open = <-c[1]:
		return 1, number, open
	case number, open = <-c[2]:
		return 2, number, open
	case number, open = <-c[3]:
		return 3, number, open
	case number, open = <-c[4]:
		return 4, number, open
	case number, open = <-c[5]:
		return 5, number, open
	}
}
