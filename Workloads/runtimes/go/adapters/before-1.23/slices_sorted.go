package slices

import "cmp"

// Sorted is what Go 1.23 added to slices, for the versions before it.
func Sorted[E cmp.Ordered](seq func(yield func(E) bool)) []E {
	var all []E
	seq(func(element E) bool {
		all = append(all, element)
		return true
	})
	Sort(all)
	return all
}
