// Serves requests that replace entries of a cache, with a goroutine for each connection.
package main

import (
	"encoding/binary"
	"io"
	"net"
	"sync"

	"parallax/peerkit"
	"parallax/peerkit/serverkit"
)

func main() {
	entries := peerkit.Int("entries", 1)
	connections := peerkit.Int("connections", 1)
	port := peerkit.Port("port")
	variant := peerkit.Variant("forced-collection")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		shared := &sharedCache{cache: newCache(*entries)}
		server := serverkit.Listen(*port)

		var wg sync.WaitGroup
		for connection := range server.Connections(*connections) {
			wg.Go(func() { shared.serve(connection) })
		}

		stopwatch.Measure(func() {
			if *variant == "forced-collection" {
				whileCollecting(server.RunLoad)
			} else {
				server.RunLoad()
			}
		})

		server.Close()
		wg.Wait()
		return shared.cache.checksum()
	})
}

type sharedCache struct {
	mu    sync.Mutex
	cache *cache
}

// Serves one connection until it ends. A request is its number in 8 bytes, and so is its answer.
func (s *sharedCache) serve(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 8)
	for {
		if _, err := io.ReadFull(connection, buffer); err != nil {
			return
		}
		s.replaceEntries(binary.LittleEndian.Uint64(buffer))
		if _, err := connection.Write(buffer); err != nil {
			return
		}
	}
}

func (s *sharedCache) replaceEntries(request uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache.replaceEntries(request)
}
