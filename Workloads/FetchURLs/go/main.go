// Fetches K URLs at once, with a goroutine for each, and keeps the pages in the order of the URLs.
package main

import (
	"io"
	"net/http"
	"net/url"
	"sync"

	"parallax/peerkit"
)

func main() {
	count := peerkit.Int("urls", 1)
	port := peerkit.Port("port")
	refusedPort := peerkit.Port("refused-port")

	peerkit.Run(func(stopwatch *peerkit.Stopwatch) uint64 {
		urls := makeURLs(*count, *port, *refusedPort)
		pages := make([]page, len(urls))
		// Go opens as many connections as needed, but by default it keeps only two of them idle.
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(urls)}}
		defer client.CloseIdleConnections()

		stopwatch.Measure(func() {
			var wg sync.WaitGroup
			for i, url := range urls {
				wg.Go(func() { pages[i] = fetch(client, url) })
			}
			wg.Wait()
		})

		return checksum(pages)
	})
}

// A failed connection is a result like any other: the empty page.
func fetch(client *http.Client, url *url.URL) page {
	response, err := client.Do(&http.Request{Method: http.MethodGet, URL: url})
	if err != nil {
		return page{}
	}
	defer response.Body.Close()

	body, err := io.ReadAll(response.Body)
	if err != nil {
		return page{}
	}
	return page{response.StatusCode, len(body)}
}
