module parallax/peerkit

go 1.23
