module parallax/service

go 1.25

require parallax/peerkit v0.0.0

replace parallax/peerkit => ../../runtimes/go/kit
