module parallax/memory-ceiling

go 1.22

require parallax/peerkit v0.0.0

replace parallax/peerkit => ../../peerkit/go
