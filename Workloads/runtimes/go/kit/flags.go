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

// The exit code that sysexits.h defines for wrong usage.
const exitUsage = 64

// No parameter needs a larger number, and a trillion milliseconds still fit into a time.Duration.
const maximumInt = 1_000_000_000_000

var (
	flags      = flag.NewFlagSet(filepath.Base(os.Args[0]), flag.ContinueOnError)
	warmup     = optionalInt("warmup", 0, 0, "iterations before the measured ones")
	iterations = optionalInt("iterations", 1, 1, "measured iterations")
	required   []string
)

// Int declares a required flag: a whole number that is at least minimum. As with the flag package, the value
// is available once Run has begun.
func Int(name string, minimum int) *int {
	required = append(required, name)
	return intFlag(name, 0, minimum, maximumInt, "parameter of the workload")
}

// Port declares a required flag: the number of a TCP port.
func Port(name string) *int {
	required = append(required, name)
	return intFlag(name, 0, 1, 65535, "TCP port on 127.0.0.1")
}

// Variant declares the flag that chooses a named alternative. Its value is empty if the flag is not given.
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

func optionalInt(name string, value, minimum int, meaning string) *int {
	return intFlag(name, value, minimum, maximumInt, fmt.Sprintf("%s, %d if not given", meaning, value))
}

func intFlag(name string, value, minimum, maximum int, meaning string) *int {
	usage := fmt.Sprintf("%s, a `number` from %d to %d", meaning, minimum, maximum)
	flags.Func(name, usage, func(text string) error {
		number, err := strconv.Atoi(text)
		if err != nil || number < minimum || number > maximum {
			return fmt.Errorf("give a whole number from %d to %d", minimum, maximum)
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
			failUsage(fmt.Sprintf("missing flag: --%s", name))
		}
	}
}

func failUsage(message string) {
	fmt.Fprintln(flags.Output(), message)
	flags.Usage()
	os.Exit(exitUsage)
}
