package main

const (
	messageBytes = 64
	// The largest number of bytes that a server reads at once.
	bufferBytes = 1024
)

func checksum(bytesEchoed, connections int) uint64 {
	return uint64(bytesEchoed/messageBytes)*31 + uint64(connections)
}
