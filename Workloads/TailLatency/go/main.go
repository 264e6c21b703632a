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
	peerkit.Int("rate-per-second", 1000)
	peerkit.Int("duration-milliseconds", 1)
	port := peerkit.Port("port")
	variant := peerkit.Variant("forced-collection")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		s := &server{cache: newCache(*entries)}
		listener := serverkit.Listen()
		defer listener.Close()
		load := serverkit.CallLoad(*port, listener)

		var wg sync.WaitGroup
		for accepted := range *connections {
			connection := serverkit.Accept(listener, accepted)
			wg.Go(func() { s.serve(connection) })
		}

		stopwatch.Measure(func() {
			if *variant == "forced-collection" {
				whileCollecting(load.Run)
			} else {
				load.Run()
			}
		})

		load.Close()
		wg.Wait()
		return s.cache.checksum()
	})
}

type server struct {
	mu    sync.Mutex
	cache *cache
}

// Serves one connection until it ends. A request is its number in 8 bytes, and so is its answer.
func (s *server) serve(connection net.Conn) {
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

func (s *server) replaceEntries(request uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache.replaceEntries(request)
}
