// Cancels the root of a tree of N waiting goroutines, by a call or a deadline, and waits until
// all have ended.
package main

import (
	"context"
	"sync"
	"time"

	"parallax/peerkit"
)

func main() {
	tasks := peerkit.Int("tasks", 1)
	deadlineMilliseconds := peerkit.Int("deadline-milliseconds", 0)

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		deadline := time.Duration(*deadlineMilliseconds) * time.Millisecond
		tree := tree{tasks: *tasks, roll: newRoll(*tasks)}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		tree.starting.Add(*tasks)
		var root sync.WaitGroup
		tree.start(ctx, 0, &root)
		tree.starting.Wait()
		time.Sleep(settle)
		left := 0

		stopwatch.Measure(func() {
			tree.roll.setDue(deadline)
			if deadline > 0 {
				// This is what context.WithTimeout does, but its time would begin before the tasks exist.
				time.AfterFunc(deadline, cancel)
			} else {
				cancel()
			}
			root.Wait()
			left = tree.roll.left()
		})

		stopwatch.Latencies("cancelLatencyNanoseconds", tree.roll.latencies())
		return tree.roll.checksum(left)
	})
}

type tree struct {
	tasks    int
	roll     *roll
	starting sync.WaitGroup
}

// Starts a task, which starts its children and then waits only for its cancellation.
func (t *tree) start(parent context.Context, task int, running *sync.WaitGroup) {
	running.Go(func() {
		ctx, cancel := context.WithCancel(parent)
		defer cancel()
		var children sync.WaitGroup
		for child, end := childrenOf(task, t.tasks); child < end; child++ {
			t.start(ctx, child, &children)
		}
		t.starting.Done()
		<-ctx.Done()
		t.roll.see(task)
		children.Wait()
		t.roll.end()
	})
}
