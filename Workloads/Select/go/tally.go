package main

import "slices"

// A tally is what the receiver keeps for each channel: the count of its numbers and their sum.
type tally struct {
	counts, sums []uint64
	untilHalf    int
	countsAtHalf []uint64
}

func newTally(channels, messages int) *tally {
	return &tally{
		counts:    make([]uint64, channels),
		sums:      make([]uint64, channels),
		untilHalf: channels * messages / 2,
	}
}

func (t *tally) note(channel int, number uint64) {
	t.counts[channel]++
	t.sums[channel] += number
	t.untilHalf--
	if t.untilHalf == 0 {
		t.countsAtHalf = slices.Clone(t.counts)
	}
}

func (t *tally) checksum() uint64 {
	var folded uint64
	for channel := range t.counts {
		folded = (folded*31+t.counts[channel])*31 + t.sums[channel]
	}
	return folded
}

// Jain's index of the counts over the first half.
func (t *tally) fairness() float64 {
	var sum, sumOfSquares float64
	for _, count := range t.countsAtHalf {
		sum += float64(count)
		sumOfSquares += float64(count) * float64(count)
	}
	return sum * sum / (float64(len(t.countsAtHalf)) * sumOfSquares)
}
