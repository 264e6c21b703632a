package peerkit

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The code sysexits.h gives to wrong usage.
const exitUsage = 64

// No parameter needs more, and a trillion milliseconds still fit into a time.Duration.
const largestInt = 1_000_000_000_000

var (
	flags      = flag.NewFlagSet(filepath.Base(os.Args[0]), flag.ContinueOnError)
	warmup     = optionalInt("warmup", 0, 0, "iterations before the measured ones")
	iterations = optionalInt("iterations", 1, 1, "measured iterations")
	required   []string
)

// Int declares a flag that the trial must give: a whole number that is not below least. Like a flag of the
// flag package, it has its value once Run has begun.
func Int(name string, least int) *int {
	required = append(required, name)
	return intFlag(name, 0, least, largestInt, "parameter of the workload")
}

// Port declares a flag that the trial must give: the number of a TCP port.
func Port(name string) *int {
	required = append(required, name)
	return intFlag(name, 0, 1, 65535, "TCP port on 127.0.0.1")
}

// Variant declares the flag that chooses a named alternative; its value is empty without the flag.
func Variant(names ...string) *string {
	var value string
	flags.Func("variant", fmt.Sprintf("a `name`: %s", strings.Join(names, ", ")), func(text string) error {
		if !slices.Contains(names, text) {
			return fmt.Errorf("give one of: %s", strings.Join(names, ", "))
		}
		value = text
		return nil
	})
	return &value
}

func optionalInt(name string, value, least int, meaning string) *int {
	return intFlag(name, value, least, largestInt, fmt.Sprintf("%s, %d if not given", meaning, value))
}

func intFlag(name string, value, least, most int, meaning string) *int {
	usage := fmt.Sprintf("%s, a `number` from %d to %d", meaning, least, most)
	flags.Func(name, usage, func(text string) error {
		number, err := strconv.Atoi(text)
		if err != nil || number < least || number > most {
			return fmt.Errorf("give a whole number from %d to %d", least, most)
		}
		value = number
		return nil
	})
	return &value
}

func parseFlags(arguments []string) {
	err := flags.Parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(0)
	}
	if err != nil { // The flag package has printed it, with the usage.
		os.Exit(exitUsage)
	}
	if flags.NArg() > 0 {
		failUsage(fmt.Sprintf("unexpected argument %q", flags.Arg(0)))
	}
	given := make(map[string]bool)
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for _, name := range required {
		if !given[name] {
			failUsage(fmt.Sprintf("flag needed but not given: -%s", name))
		}
	}
}

func failUsage(message string) {
	fmt.Fprintln(flags.Output(), message)
	flags.Usage()
	os.Exit(exitUsage)
}
