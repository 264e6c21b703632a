// Makes N blocking calls, each in a separate goroutine, with nothing special for the blocking.
package main

import (
	"sync"
	"sync/atomic"

	"parallax/peerkit"
)

func main() {
	calls := peerkit.Int("calls", 1)
	readKibibytes := peerkit.Int("read-kibibytes", 0)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		call := newBlockingCall(*readKibibytes)
		defer call.end()
		var made, bytes atomic.Int64

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for range *calls {
				wg.Go(func() {
					bytes.Add(int64(call.make()))
					made.Add(1)
				})
			}
			wg.Wait()
		})

		return uint64(made.Load())*31 + uint64(bytes.Load())
	})
}
