package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/fil-forge/ucantone/binding"
)

// benchTime is the minimum time of a measurement.
const benchTime = "100ms"

func init() {
	testing.Init()
	if err := flag.Set("test.benchtime", benchTime); err != nil {
		panic(err)
	}
}

// BenchRequest asks how long a type's codec takes for a list of values.
type BenchRequest struct {
	Type   string `json:"type"`
	Format string `json:"format"`
	// Inputs are the values, encoded.
	Inputs []Hex `json:"inputs"`
}

// BenchAnswer has the mean times to encode and decode one value, in nanoseconds.
type BenchAnswer struct {
	Encode float64 `json:"encode"`
	Decode float64 `json:"decode"`
	// Go is the version of Go.
	Go string `json:"go"`
}

func bench(req BenchRequest) (any, error) {
	t, ok := typeTable[req.Type]
	if !ok {
		return nil, fmt.Errorf("unknown type %q: the operation \"types\" lists all types", req.Type)
	}
	encode, decode, err := codecOf(req.Format)
	if err != nil {
		return nil, err
	}
	if len(req.Inputs) == 0 {
		return nil, errors.New("expected at least one input, received none")
	}
	values := make([]binding.CBORValue, len(req.Inputs))
	for i, input := range req.Inputs {
		values[i] = newValue(t)
		if err := decode(values[i], bytes.NewReader(input)); err != nil {
			return nil, fmt.Errorf("input %d: %w", i, err)
		}
	}
	decodeTime, err := nanoseconds(len(values), func(i int) error {
		return decode(newValue(t), bytes.NewReader(req.Inputs[i]))
	})
	if err != nil {
		return nil, err
	}
	encodeTime, err := nanoseconds(len(values), func(i int) error {
		// A new buffer for each value, because each result of libforge-js also owns its bytes.
		var buf bytes.Buffer
		return encode(values[i], &buf)
	})
	return BenchAnswer{Encode: encodeTime, Decode: decodeTime, Go: runtime.Version()}, err
}

// nanoseconds returns the mean time of one call of run. It calls run repeatedly
// for all indexes below count.
func nanoseconds(count int, run func(i int) error) (float64, error) {
	var failed error
	result := testing.Benchmark(func(b *testing.B) {
		for range b.N {
			for i := range count {
				if err := run(i); err != nil {
					failed = err
				}
			}
		}
	})
	return float64(result.T.Nanoseconds()) / float64(result.N*count), failed
}

// codecOf returns the functions that encode and decode values in a format. The
// functions of json panic for a type without DAG-JSON.
func codecOf(format string) (func(binding.CBORValue, io.Writer) error, func(binding.CBORValue, io.Reader) error, error) {
	switch format {
	case "cbor":
		return func(v binding.CBORValue, w io.Writer) error { return v.MarshalCBOR(w) },
			func(v binding.CBORValue, r io.Reader) error { return v.UnmarshalCBOR(r) }, nil
	case "json":
		return func(v binding.CBORValue, w io.Writer) error { return v.(dagJSONValue).MarshalDagJSON(w) },
			func(v binding.CBORValue, r io.Reader) error { return v.(dagJSONValue).UnmarshalDagJSON(r) }, nil
	default:
		return nil, nil, fmt.Errorf("expected the format cbor or json, received %q", format)
	}
}
