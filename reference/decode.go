package main

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/fil-forge/ucantone/ipld/codec/dagcbor"
	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

// DecodeRequest asks what a type's decoder does with an input.
type DecodeRequest struct {
	Type   string `json:"type"`
	Format string `json:"format"`
	Input  Hex    `json:"input"`
}

// DecodeAnswer says whether the input was accepted. If so, it has the encodings
// of the decoded value.
type DecodeAnswer struct {
	Accepted bool `json:"accepted"`
	// Rest is the number of bytes that were not read. It is meaningful for
	// CBOR only: the reader of DAG-JSON buffers its input.
	Rest int `json:"rest"`
	CBOR Hex `json:"cbor,omitempty"`
	JSON Hex `json:"json,omitempty"`
	// CID is the CID of the bytes in CBOR.
	CID string `json:"cid,omitempty"`
	// Error is why the input was rejected, or why its value cannot be encoded as
	// CBOR.
	Error *ErrorInfo `json:"error,omitempty"`
	// JSONError is why the value cannot be encoded as DAG-JSON.
	JSONError *ErrorInfo `json:"jsonError,omitempty"`
}

func decodeValue(req DecodeRequest) (any, error) {
	t, ok := typeTable[req.Type]
	if !ok {
		return nil, fmt.Errorf("unknown type %q: the operation \"types\" lists all types", req.Type)
	}
	value := newValue(t)
	input := bytes.NewReader(req.Input)
	err := guarded(func() error {
		switch req.Format {
		case "cbor":
			return value.UnmarshalCBOR(input)
		case "json":
			if json, ok := value.(dagJSONValue); ok {
				return json.UnmarshalDagJSON(input)
			}
			return fmt.Errorf("%s has no DAG-JSON: expected the format cbor", req.Type)
		default:
			return fmt.Errorf("expected the format cbor or json, received %q", req.Format)
		}
	})
	if err != nil {
		return DecodeAnswer{Error: errorInfo(err)}, nil
	}
	result := DecodeAnswer{Accepted: true, Rest: input.Len()}
	var cbor bytes.Buffer
	if err := guarded(func() error { return value.MarshalCBOR(&cbor) }); err != nil {
		result.Error = errorInfo(err)
	} else {
		result.CBOR = cbor.Bytes()
		result.CID = cidOf(cbor.Bytes()).String()
	}
	if json, ok := value.(dagJSONValue); ok {
		var text bytes.Buffer
		if err := guarded(func() error { return json.MarshalDagJSON(&text) }); err != nil {
			result.JSONError = errorInfo(err)
		} else {
			result.JSON = text.Bytes()
		}
	}
	return result, nil
}

func errorInfo(err error) *ErrorInfo {
	info := describeError(err)
	return &info
}

// cidOf returns the CID of DAG-CBOR bytes.
func cidOf(b []byte) cid.Cid {
	digest, err := multihash.Sum(b, multihash.SHA2_256, -1)
	if err != nil {
		panic(err)
	}
	return cid.NewCidV1(dagcbor.Code, digest)
}

// decodeAs decodes CBOR into a new value of a type.
func decodeAs(t reflect.Type, b []byte) (any, error) {
	value := newValue(t)
	if err := value.UnmarshalCBOR(bytes.NewReader(b)); err != nil {
		return nil, err
	}
	return value, nil
}
