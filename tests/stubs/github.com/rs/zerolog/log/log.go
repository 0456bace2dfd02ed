// Package log stands in for the real one: what cases use of it, and no more.
package log

import "github.com/rs/zerolog"

var Logger zerolog.Logger

func Error() *zerolog.Event { return Logger.Error() }
