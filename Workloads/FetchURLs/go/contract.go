package main

import (
	"fmt"
	"net/url"
)

type page struct{ status, length int }

// One URL in the list answers 404 and one refuses the connection. All others answer with a page.
func makeURLs(count, port, refusedPort int) []*url.URL {
	urls := make([]*url.URL, count)
	for i := range urls {
		host, path := fmt.Sprintf("127.0.0.1:%d", port), "/item/%d"
		switch i {
		case count / 3:
			path = "/missing/%d"
		case 2 * count / 3:
			host = fmt.Sprintf("127.0.0.1:%d", refusedPort)
		}
		urls[i] = &url.URL{Scheme: "http", Host: host, Path: fmt.Sprintf(path, i)}
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
