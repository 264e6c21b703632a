// Serves requests that replace entries of a cache, on a schedule that does not wait for them.
package main

import (
	"sync"
	"time"

	"parallax/peerkit"
)

func main() {
	entries := peerkit.Int("entries", 1)
	ratePerSecond := peerkit.Int("rate-per-second", 1000)
	durationMilliseconds := peerkit.Int("duration-milliseconds", 1)
	variant := peerkit.Variant("forced-collection")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		c := newCache(*entries)
		s := newSchedule(*durationMilliseconds, *ratePerSecond/1000)

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			s.start = time.Now()
			if *variant == "forced-collection" {
				collectAt(s.due(s.batches/2), &wg)
			}
			serve(s, c, &wg)
			wg.Wait()
		})

		stopwatch.Latencies("latenessNanoseconds", s.latenesses)
		return s.report(stopwatch, c)
	})
}

// Starts a goroutine for each request when its batch is due. Late batches follow at once.
func serve(s *schedule, c *cache, wg *sync.WaitGroup) {
	for batch := range s.batches {
		time.Sleep(time.Until(s.due(batch)))
		s.noteStart(batch)
		for i := range s.requestsOfEach {
			request := batch*s.requestsOfEach + i
			wg.Go(func() {
				c.replaceEntries(request)
				s.noteEnd(request)
			})
		}
	}
}

type cache struct {
	mu      sync.Mutex
	entries map[uint64]*entry
}

func newCache(size int) *cache {
	entries := make(map[uint64]*entry, size)
	for key := range uint64(size) {
		entries[key] = newEntry(key, filled)
	}
	return &cache{entries: entries}
}

func (c *cache) replaceEntries(request int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	size := len(c.entries)
	for i := range entriesOfRequest {
		key := uint64((request*entriesOfRequest + i) % size)
		c.entries[key] = newEntry(key, replaced)
	}
}
