package cases

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var pair = regexp.MustCompile(`^(\d*)-(\d*)$`)

func ranges(text string, labels map[string]string) (time.Duration, error) {
	found := pair.FindStringSubmatch(text)
	from, _ := strconv.Atoi(found[1])
	to, _ := strconv.Atoi(pair.FindStringSubmatch(text)[2])
	step, _ := strconv.ParseUint(labels["step"], 10, 0)
	zone := os.Getenv("ZONE")
	offset, _ := strconv.Atoi(zone)
	wait, _ := time.ParseDuration(strings.TrimSpace(os.Getenv("WAIT")))
	return time.Duration(from+to+int(step)+offset) + wait, nil
}

func fromMatch(match []string) (int, error) {
	n, _ := strconv.Atoi(match[1])
	return n, nil
}

func required(fields []string, labels map[string]string) (int, error) {
	n, _ := strconv.Atoi(fields[1])
	if text, ok := labels["n"]; ok {
		m, _ := strconv.Atoi(text)
		n += m
	}
	zone := os.Getenv("ZONE")
	if zone != "" {
		offset, _ := strconv.Atoi(zone)
		n += offset
	}
	return n, nil
}
