module parallax/peerkit

go 1.25
