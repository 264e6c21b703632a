package main

import "fmt"

type page struct{ status, length int }

// One URL in the list answers 404 and one refuses the connection. All others answer with a page.
func makeURLs(count, port, refusedPort int) []string {
	urls := make([]string, count)
	for i := range urls {
		switch i {
		case count / 3:
			urls[i] = fmt.Sprintf("http://127.0.0.1:%d/missing/%d", port, i)
		case 2 * count / 3:
			urls[i] = fmt.Sprintf("http://127.0.0.1:%d/item/%d", refusedPort, i)
		default:
			urls[i] = fmt.Sprintf("http://127.0.0.1:%d/item/%d", port, i)
		}
	}
	return urls
}

func checksum(pages []page) uint64 {
	hash := uint64(17)
	for _, p := range pages {
		hash = hash*31 + uint64(p.status)
		hash = hash*31 + uint64(p.length)
	}
	return hash
}
