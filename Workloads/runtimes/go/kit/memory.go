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

// The process's own high-water mark: getrusage's ru_maxrss may carry that of the parent.
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
	return 0, fmt.Errorf("%s has no line VmHWM, which Linux alone writes", statusFile)
}

// processorTime is what the whole process has taken of all cores so far.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // Only a wrong argument makes it fail.
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
