package main

import "sync/atomic"

type atomicCounter struct {
	count atomic.Uint64
}

func (c *atomicCounter) increment() uint64 { return c.count.Add(1) }
