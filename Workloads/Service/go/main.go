// Serves requests that are echoed, that compute and that block, with a goroutine for each connection.
package main

import (
	"encoding/binary"
	"io"
	"net"

	"parallax/peerkit"
	"parallax/peerkit/serverkit"
)

func main() {
	connections := peerkit.Int("connections", 1)
	idleConnections := peerkit.Int("idle-connections", 0)
	port := peerkit.Port("port")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		server := serverkit.Listen(*port)

		served := make(chan int)
		accepted := 0
		for connection := range server.Connections(*connections + *idleConnections) {
			go func() { served <- serve(connection) }()
			accepted++
		}

		stopwatch.Measure(server.RunLoad)

		server.Close()
		total := 0
		for range accepted {
			total += <-served
		}
		return checksum(total, accepted)
	})
}

// Serves requests until the connection ends, and returns their number.
func serve(connection net.Conn) int {
	defer connection.Close()
	buffer := make([]byte, 8)
	served := 0
	for {
		if _, err := io.ReadFull(connection, buffer); err != nil {
			return served
		}
		r := request(binary.LittleEndian.Uint64(buffer))
		binary.LittleEndian.PutUint64(buffer, answer(r))
		if _, err := connection.Write(buffer); err != nil {
			return served
		}
		served++
	}
}

func answer(r request) uint64 {
	switch r.kind() {
	case compute:
		return r.computed()
	case blocking:
		return r.blocked()
	default:
		return uint64(r)
	}
}
