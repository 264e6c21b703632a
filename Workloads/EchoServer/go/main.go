// Echoes data over TCP, with a goroutine for each connection.
package main

import (
	"net"

	"parallax/peerkit"
	"parallax/peerkit/serverkit"
)

func main() {
	connections := peerkit.Int("connections", 1)
	port := peerkit.Port("port")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		server := serverkit.Listen(*port)

		bytesEchoed := make(chan int)
		accepted := 0
		for connection := range server.Connections(*connections) {
			go func() { bytesEchoed <- echo(connection) }()
			accepted++
		}

		stopwatch.Measure(server.RunLoad)

		server.Close()
		total := 0
		for range accepted {
			total += <-bytesEchoed
		}
		return checksum(total, accepted)
	})
}

// Echoes data until the connection ends, and returns the number of bytes sent back.
func echo(connection net.Conn) int {
	defer connection.Close()
	buffer := make([]byte, bufferBytes)
	bytesEchoed := 0
	for {
		count, err := connection.Read(buffer)
		if err != nil {
			return bytesEchoed
		}
		if _, err := connection.Write(buffer[:count]); err != nil {
			return bytesEchoed
		}
		bytesEchoed += count
	}
}
