package main

const entriesOfRequest = 10

// An entry has a payload of 128 bytes, which depend only on its key and on whether it was replaced, and two links.
type entry struct {
	payload      [16]uint64
	newer, older *entry
}

const (
	filled uint64 = iota
	replaced
)

func newEntry(key, generation uint64) *entry {
	e := new(entry)
	seed := mixed(key*2 + generation)
	for i := range e.payload {
		e.payload[i] = seed + uint64(i)
	}
	return e
}

func (e *entry) hash() uint64 {
	var folded uint64
	for _, word := range e.payload {
		folded = folded*31 + word
	}
	return mixed(folded)
}

// A cache is a map whose entries form a list, the most recently replaced first. It is not safe for concurrent use.
type cache struct {
	entries        map[uint64]*entry
	size           uint64
	replacedCount  int
	newest, oldest *entry
}

func newCache(size int) *cache {
	c := &cache{entries: make(map[uint64]*entry, size), size: uint64(size)}
	for key := range c.size {
		c.link(newEntry(key, filled), key)
	}
	return c
}

// Replaces the entries that a request names with new ones, which go to the front of the list.
func (c *cache) replaceEntries(request uint64) {
	for i := range uint64(entriesOfRequest) {
		key := (request*entriesOfRequest + i) % c.size
		c.unlink(c.entries[key])
		c.link(newEntry(key, replaced), key)
	}
	c.replacedCount += entriesOfRequest
}

// The answer: the number of requests served, and a sum over the list, which does not depend on its order.
func (c *cache) checksum() uint64 {
	sum := uint64(c.replacedCount/entriesOfRequest) * 31
	for e := c.newest; e != nil; e = e.older {
		sum += e.hash()
	}
	return sum
}

func (c *cache) link(e *entry, key uint64) {
	c.entries[key] = e
	e.older = c.newest
	if c.newest != nil {
		c.newest.newer = e
	} else {
		c.oldest = e
	}
	c.newest = e
}

func (c *cache) unlink(e *entry) {
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		c.newest = e.older
	}
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		c.oldest = e.newer
	}
}

// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mixed(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
