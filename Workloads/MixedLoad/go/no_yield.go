package main

import "sync/atomic"

// The same without yielding. Go takes the thread from a goroutine that has kept it for 10 ms.
func crunchOn(over *atomic.Bool) work {
	var w work
	for !over.Load() {
		w.crunch()
	}
	return w
}
