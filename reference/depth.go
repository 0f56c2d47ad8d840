package main

import (
	"encoding/binary"
	"errors"
	"math"
)

// maxDepth is the maximum nesting of the CBOR that checkDepth accepts. ucantone
// decodes data and policies recursively. A few million levels overflow the stack. A
// Go program can't recover from a stack overflow. Decoding 500 nested statements
// "not" takes 8 seconds.
const maxDepth = 256

var errTooDeep = errors.New("reference: expected CBOR of at most 256 levels, received more")

// maxStringLevels is the maximum nesting of byte strings that are checked as CBOR. A
// container has its tokens in byte strings. The signature of a token is a byte string
// too. It may be an attestation, which is a token with a signature of its own.
const maxStringLevels = maxAttestations + 2

// checkDepth returns an error for CBOR that is nested too deep, in itself or in
// the tokens in its byte strings. It stops at bytes that are not well-formed and at
// indefinite lengths: ucantone rejects both. It does not check containers in base64
// or gzip.
func checkDepth(inputs ...[]byte) error {
	for _, input := range inputs {
		if isTooDeep(input, maxStringLevels) {
			return errTooDeep
		}
	}
	return nil
}

// isTooDeep reports whether CBOR is nested too deep, in itself or in the tokens in
// its byte strings. Byte strings are checked to a nesting of stringLevels.
func isTooDeep(b []byte, stringLevels int) bool {
	// The number of items left in each open list, map and tag.
	var open []uint64
	for len(b) > 0 {
		major, value, size := header(b)
		if size == 0 {
			return false
		}
		b = b[size:]
		items := uint64(0)
		switch major {
		case 2, 3:
			if value > uint64(len(b)) {
				return false
			}
			if major == 2 && stringLevels > 0 && isToken(b[:value]) && isTooDeep(b[:value], stringLevels-1) {
				return true
			}
			b = b[value:]
		case 4:
			items = value
		case 5:
			items = min(value, math.MaxUint64/2) * 2
		case 6:
			items = 1
		}
		if items > 0 {
			open = append(open, items)
			if len(open) > maxDepth {
				return true
			}
			continue
		}
		for len(open) > 0 {
			open[len(open)-1]--
			if open[len(open)-1] > 0 {
				break
			}
			open = open[:len(open)-1]
		}
	}
	return false
}

// isToken reports whether a byte string starts as a token does: with a list of a
// byte string, which is the signature, and one other item. Other byte strings are
// data, which ucantone does not decode.
func isToken(b []byte) bool {
	major, items, size := header(b)
	if size == 0 || major != 4 || items != 2 {
		return false
	}
	major, _, size = header(b[size:])
	return size > 0 && major == 2
}

// header decodes the header of an item. The size is 0 for a header that is not
// well-formed or has an indefinite length.
func header(b []byte) (major byte, value uint64, size int) {
	if len(b) == 0 {
		return 0, 0, 0
	}
	major, info := b[0]>>5, b[0]&31
	if info < 24 {
		return major, uint64(info), 1
	}
	if info > 27 {
		return 0, 0, 0
	}
	size = 1 << (info - 24)
	if len(b) < 1+size {
		return 0, 0, 0
	}
	var digits [8]byte
	copy(digits[8-size:], b[1:1+size])
	return major, binary.BigEndian.Uint64(digits[:]), 1 + size
}
