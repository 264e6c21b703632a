package peerkit

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
)

// distribution formats the largest value of each bucket with its count, in ascending order.
func distribution(nanoseconds []int64) string {
	counts := make(map[int64]int)
	for _, value := range nanoseconds {
		counts[largestInBucket(value)]++
	}
	pairs := make([]string, 0, len(counts))
	for _, value := range slices.Sorted(maps.Keys(counts)) {
		pairs = append(pairs, fmt.Sprintf("[%d,%d]", value, counts[value]))
	}
	return "[" + strings.Join(pairs, ",") + "]"
}

// The buckets are HdrHistogram's at three significant digits: only the 11 highest bits of a value count.
func largestInBucket(value int64) int64 {
	value = max(value, 0)
	if excess := bits.Len64(uint64(value)) - 11; excess > 0 {
		return value | (1<<excess - 1)
	}
	return value
}
