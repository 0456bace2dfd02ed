module gomend.dev/tools

go 1.24
