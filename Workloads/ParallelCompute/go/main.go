// Renders the Mandelbrot set with as many goroutines as Go runs at a time. Each takes the next row until
// none is left.
package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"parallax/peerkit"
)

func main() {
	side := peerkit.Int("side", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		serial := timeOfOneTask(*side)
		img := newImage(*side)

		stopwatch.Measure(func() {
			var nextRow atomic.Int64
			var wg sync.WaitGroup
			for range runtime.GOMAXPROCS(0) {
				wg.Go(func() {
					for row := int(nextRow.Add(1)) - 1; row < *side; row = int(nextRow.Add(1)) - 1 {
						img.render(row)
					}
				})
			}
			wg.Wait()
		})

		stopwatch.Metric("serialNanoseconds", serial.Nanoseconds())
		stopwatch.Ratio("speedUpRatio", serial.Seconds()/stopwatch.Elapsed().Seconds())
		return img.checksum()
	})
}

func timeOfOneTask(side int) time.Duration {
	img := newImage(side)
	began := time.Now()
	for row := range side {
		img.render(row)
	}
	elapsed := time.Since(began)
	runtime.KeepAlive(img)
	return elapsed
}
