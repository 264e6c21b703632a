// Builds a tree of goroutines, where each one but a leaf has ten children, and sums the numbers
// of the leaves.
package main

import "parallax/peerkit"

const fanOut = 10

// tally is what a unit returns to its parent.
type tally struct {
	sum   uint64 // the sum of the numbers of the leaves below it
	units int64  // the number of units in its subtree, including itself
}

func main() {
	leaves := peerkit.Int("leaves", 1)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		root := make(chan tally, 1)
		var total tally

		stopwatch.Measure(func() {
			go visit(0, *leaves, root)
			total = <-root
		})

		stopwatch.Metric("unitsCount", total.units)
		return total.sum
	})
}

// visit is one unit: a leaf sends its number, a parent sends the sum of what its ten children sent.
func visit(first, leaves int, parent chan<- tally) {
	if leaves <= 1 {
		parent <- tally{sum: uint64(first), units: 1}
		return
	}
	children := make(chan tally)
	below := leaves / fanOut
	for i := range fanOut {
		go visit(first+i*below, below, children)
	}
	total := tally{units: 1}
	for range fanOut {
		child := <-children
		total.sum += child.sum
		total.units += child.units
	}
	parent <- total
}
