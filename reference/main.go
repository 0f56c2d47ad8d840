// Command reference answers questions about the Go libraries libforge and
// ucantone, so that an implementation in another language can be compared with
// them. It reads one JSON request per line from standard input and writes one
// JSON answer per line to standard output, in the same order.
//
// See README.md for the requests and answers.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	uerrors "github.com/fil-forge/ucantone/errors"
)

// operations maps the name of each operation to its implementation.
var operations map[string]func(json.RawMessage) (any, error)

func init() {
	operations = map[string]func(json.RawMessage) (any, error){
		"types":            operation(describeTypes),
		"decode":           operation(decodeValue),
		"make":             operation(makeToken),
		"token/decode":     operation(decodeToken),
		"verify":           operation(verifyToken),
		"task":             operation(makeTask),
		"container/encode": operation(encodeContainer),
		"container/decode": operation(decodeContainer),
		"authorize":        operation(authorize),
		"match":            operation(match),
		"serve":            operation(serve),
		"stop":             operation(stop),
		"call":             operation(call),
		"bench":            operation(bench),
	}
}

// operation returns an implementation that decodes the JSON of a request and calls
// run with the result.
func operation[Req any](run func(Req) (any, error)) func(json.RawMessage) (any, error) {
	return func(raw json.RawMessage) (any, error) {
		var req Req
		decoder := json.NewDecoder(bytes.NewReader(raw))
		if err := decoder.Decode(&req); err != nil {
			return nil, fmt.Errorf("invalid request: %w", err)
		}
		return run(req)
	}
}

// Failure is the answer to a request that failed.
type Failure struct {
	Error ErrorInfo `json:"error"`
}

// ErrorInfo describes an error. Name is "panic" for a recovered panic, and empty
// for an error without a name.
type ErrorInfo struct {
	Name    string `json:"name,omitempty"`
	Message string `json:"message"`
}

// describeError returns the name and message of an error. JSON strings are
// UTF-8, so invalid bytes of a message are replaced.
func describeError(err error) ErrorInfo {
	info := ErrorInfo{Message: strings.ToValidUTF8(err.Error(), "\uFFFD")}
	var named uerrors.Named
	if errors.As(err, &named) {
		info.Name = named.Name()
	}
	return info
}

// panicError is a recovered panic, as an error.
type panicError struct{ value any }

func (e panicError) Name() string  { return "panic" }
func (e panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// guarded calls a function and returns the function's error. A panic is recovered
// and returned as an error.
func guarded(run func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicError{value}
		}
	}()
	return run()
}

// answer runs the operation that a request names, and returns the result or a
// Failure.
func answer(line []byte) any {
	var request struct {
		Op string `json:"op"`
	}
	var result any
	err := guarded(func() (err error) {
		if err := json.Unmarshal(line, &request); err != nil {
			return fmt.Errorf("invalid request: %w", err)
		}
		run, ok := operations[request.Op]
		if !ok {
			return fmt.Errorf("unknown operation %q: README.md lists all operations", request.Op)
		}
		result, err = run(line)
		return err
	})
	if err != nil {
		return Failure{describeError(err)}
	}
	return result
}

// Hex is a byte string. Its JSON is a string of hexadecimal digits.
type Hex []byte

// MarshalJSON implements [json.Marshaler].
func (h Hex) MarshalJSON() ([]byte, error) {
	return json.Marshal(hex.EncodeToString(h))
}

// UnmarshalJSON implements [json.Unmarshaler].
func (h *Hex) UnmarshalJSON(b []byte) error {
	var digits string
	if err := json.Unmarshal(b, &digits); err != nil {
		return err
	}
	decoded, err := hex.DecodeString(digits)
	if err != nil {
		return err
	}
	*h = decoded
	if *h == nil {
		*h = Hex{}
	}
	return nil
}

// run answers requests until the input ends. Answers are buffered while further
// input is buffered, so that many requests sent at once need few writes.
func run(input io.Reader, output io.Writer) error {
	reader := bufio.NewReaderSize(input, 1<<16)
	writer := bufio.NewWriterSize(output, 1<<16)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := encoder.Encode(answer(line)); err != nil {
				return err
			}
		}
		if reader.Buffered() == 0 || err != nil {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
