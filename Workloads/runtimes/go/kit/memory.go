package peerkit

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const statusFile = "/proc/self/status"

// The process's own high-water mark. getrusage's ru_maxrss may include the parent's.
func peakResidentBytes() (int64, error) {
	text, err := os.ReadFile(statusFile)
	if err != nil {
		return 0, err
	}
	return parsePeak(string(text))
}

func parsePeak(status string) (int64, error) {
	for _, line := range strings.Split(status, "\n") {
		value, found := strings.CutPrefix(line, "VmHWM:")
		if !found {
			continue
		}
		kibibytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
		return kibibytes * 1024, err
	}
	return 0, fmt.Errorf("%s has no line VmHWM, which only Linux writes", statusFile)
}

// processorTime is the time that the whole process has used on all cores so far.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // It fails only for a wrong argument.
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
