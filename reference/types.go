package main

import (
	"bytes"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/fil-forge/libforge/commands"
	"github.com/fil-forge/libforge/commands/access"
	"github.com/fil-forge/libforge/commands/assert"
	"github.com/fil-forge/libforge/commands/blob"
	"github.com/fil-forge/libforge/commands/blob/replica"
	"github.com/fil-forge/libforge/commands/claim"
	"github.com/fil-forge/libforge/commands/content"
	"github.com/fil-forge/libforge/commands/customer"
	"github.com/fil-forge/libforge/commands/debug"
	lhttp "github.com/fil-forge/libforge/commands/http"
	"github.com/fil-forge/libforge/commands/index"
	"github.com/fil-forge/libforge/commands/pdp"
	"github.com/fil-forge/libforge/commands/pdp/sign"
	"github.com/fil-forge/libforge/commands/provider"
	"github.com/fil-forge/libforge/commands/s3"
	"github.com/fil-forge/libforge/commands/s3/bucket"
	"github.com/fil-forge/libforge/commands/s3/request"
	"github.com/fil-forge/libforge/commands/space"
	"github.com/fil-forge/libforge/commands/space/egress"
	"github.com/fil-forge/libforge/commands/ucan"
	"github.com/fil-forge/libforge/commands/ucan/attest"
	"github.com/fil-forge/libforge/commands/upload"
	"github.com/fil-forge/libforge/commands/upload/shard"
	"github.com/fil-forge/ucantone/binding"
	"github.com/fil-forge/ucantone/did"
	edm "github.com/fil-forge/ucantone/errors/datamodel"
	"github.com/fil-forge/ucantone/ipld/datamodel"
	"github.com/fil-forge/ucantone/ucan/command"
	"github.com/fil-forge/ucantone/ucan/promise"
	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

// commandTable holds every command of libforge.
var commandTable = []boundCommand{
	bound(access.Claim), bound(access.Confirm), bound(access.Delegate), bound(access.Grant), bound(access.Request),
	bound(assert.Equals), bound(assert.Index), bound(assert.Location),
	bound(blob.Abort), bound(blob.Accept), bound(blob.Add), bound(blob.Allocate), bound(blob.List), bound(blob.Reject),
	bound(blob.Release), bound(blob.Remove), bound(blob.Replicate), bound(blob.Retrieve),
	bound(replica.Allocate), bound(replica.Transfer),
	bound(claim.Cache),
	bound(content.Retrieve),
	bound(customer.Add),
	bound(debug.Echo),
	bound(lhttp.Put),
	bound(index.Add),
	bound(pdp.Accept), bound(pdp.Info),
	bound(sign.DataSetCreate), bound(sign.DataSetDelete), bound(sign.PiecesAdd), bound(sign.PiecesRemoveSchedule),
	bound(provider.Add),
	bound(bucket.Create), bound(bucket.Delete), bound(bucket.Info), bound(bucket.List),
	bound(request.Authorize),
	bound(space.Info),
	bound(egress.Track),
	bound(ucan.Conclude), bound(ucan.Revoke),
	bound(attest.Proof),
	bound(upload.Add), bound(upload.List), bound(upload.Remove),
	bound(shard.List),
}

// partTable holds further types of typeTable: most are the types of fields in
// arguments and results.
var partTable = []any{
	commands.Unit{},
	access.CapabilityRequest{},
	assert.IndexMetadata{}, assert.Range{},
	blob.Blob{}, blob.BlobAddress{}, blob.ListBlobItem{}, blob.RetrieveBlob{},
	claim.Provider{},
	content.Blob{}, content.Range{},
	pdp.InfoAcceptedAggregate{},
	sign.AuthSignature{}, sign.Metadata{}, sign.PieceProofs{},
	s3.KeySet{}, s3.PermissionSet{}, s3.ProofSet{}, s3.Request{}, s3.VerificationKey{},
	bucket.Bucket{}, bucket.Owner{},
	upload.ListUploadItem{},
	edm.ErrorModel{},
}

// dagJSONValue is implemented by the types that have DAG-JSON.
type dagJSONValue interface {
	MarshalDagJSON(io.Writer) error
	UnmarshalDagJSON(io.Reader) error
}

// boundCommand is a command with the types of its arguments and result, and a
// function that registers its handler with a server.
type boundCommand struct {
	name     string
	args, ok reflect.Type
	register registerFunc
}

func bound[Args, OK binding.CBORValue](b binding.Binding[Args, OK]) boundCommand {
	return boundCommand{
		name:     b.Command.String(),
		args:     reflect.TypeFor[Args]().Elem(),
		ok:       reflect.TypeFor[OK]().Elem(),
		register: registerHandler(b),
	}
}

// typeTable holds the types of commandTable and partTable, by their names.
var typeTable = func() map[string]reflect.Type {
	table := map[string]reflect.Type{}
	for _, c := range commandTable {
		table[nameOf(c.args)] = c.args
		table[nameOf(c.ok)] = c.ok
	}
	for _, part := range partTable {
		t := reflect.TypeOf(part)
		table[nameOf(t)] = t
	}
	return table
}()

// nameOf returns the name of a type, such as s3/bucket.Owner. A type of the package
// commands itself, such as Unit, has no prefix. The name of ucantone's ErrorModel
// is Failure.
func nameOf(t reflect.Type) string {
	if t == reflect.TypeFor[edm.ErrorModel]() {
		return "Failure"
	}
	_, path, _ := strings.Cut(t.PkgPath(), "/commands")
	path = strings.TrimPrefix(path, "/")
	if path == "" {
		return t.Name()
	}
	return path + "." + t.Name()
}

func newValue(t reflect.Type) binding.CBORValue {
	return reflect.New(t).Interface().(binding.CBORValue)
}

// TypeList is the answer to the operation "types".
type TypeList struct {
	Types    []TypeInfo    `json:"types"`
	Commands []CommandInfo `json:"commands"`
}

type TypeInfo struct {
	Name string `json:"name"`
	// Form is map (of the fields), tuple (a list of the fields), or entries (a map
	// with arbitrary keys).
	Form string `json:"form"`
	// JSON reports whether the type has DAG-JSON.
	JSON bool `json:"json"`
	// Fields are the fields in the order of their declaration. A type of the form
	// entries has one field, whose name is empty.
	Fields []FieldInfo `json:"fields"`
}

// FieldInfo describes a field. Name is the name in the cborgen tag, or GoName if
// the tag is absent or has no name. Name is empty for a type of the form entries.
// Only types of the form map have field names on the wire.
type FieldInfo struct {
	Name     string `json:"name"`
	GoName   string `json:"goName"`
	GoType   string `json:"goType"`
	Kind     string `json:"kind"`
	Optional bool   `json:"optional"`
}

type CommandInfo struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
	OK        string `json:"ok"`
}

func describeTypes(struct{}) (any, error) {
	list := TypeList{Types: []TypeInfo{}, Commands: []CommandInfo{}}
	for name, t := range typeTable {
		list.Types = append(list.Types, describeType(name, t))
	}
	slices.SortFunc(list.Types, func(a, b TypeInfo) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range commandTable {
		list.Commands = append(list.Commands, CommandInfo{c.name, nameOf(c.args), nameOf(c.ok)})
	}
	return list, nil
}

func describeType(name string, t reflect.Type) TypeInfo {
	_, hasJSON := reflect.New(t).Interface().(dagJSONValue)
	info := TypeInfo{Name: name, Form: formOf(t), JSON: hasJSON, Fields: []FieldInfo{}}
	for i := range t.NumField() {
		field := t.Field(i)
		tag := strings.Split(field.Tag.Get("cborgen"), ",")
		fieldName := tag[0]
		if info.Form == "entries" {
			fieldName = ""
		} else if fieldName == "" {
			fieldName = field.Name
		}
		info.Fields = append(info.Fields, FieldInfo{
			Name:     fieldName,
			GoName:   field.Name,
			GoType:   field.Type.String(),
			Kind:     kindOf(field.Type),
			Optional: slices.Contains(tag[1:], "omitempty"),
		})
	}
	return info
}

// formOf returns the form of a type. Only the encoding of a value shows whether
// the type is a tuple. The encoder writes the header byte even if the zero value
// then fails to encode.
func formOf(t reflect.Type) string {
	if t.NumField() == 1 && t.Field(0).Type.Kind() == reflect.Map && t.Field(0).Tag == "" {
		return "entries"
	}
	var buf bytes.Buffer
	_ = guarded(func() error { return newValue(t).MarshalCBOR(&buf) })
	if buf.Len() > 0 && buf.Bytes()[0]>>5 == 4 {
		return "tuple"
	}
	return "map"
}

// kinds maps each type that has an encoding of its own to the name of that encoding.
var kinds = map[reflect.Type]string{
	reflect.TypeFor[did.DID]():             "did",
	reflect.TypeFor[cid.Cid]():             "link",
	reflect.TypeFor[multihash.Multihash](): "bytes",
	reflect.TypeFor[[]byte]():              "bytes",
	reflect.TypeFor[promise.AwaitOK]():     "promise",
	reflect.TypeFor[commands.CborURL]():    "url",
	reflect.TypeFor[command.Command]():     "command",
	reflect.TypeFor[datamodel.Raw]():       "any",
}

// kindOf returns how a type is encoded, such as did, int64, list<link> or
// map<string, string>. For a wire type it returns the name, and for any other
// struct the Go type, such as big.Int.
func kindOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return kindOf(t.Elem())
	}
	if kind, ok := kinds[t]; ok {
		return kind
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "list<" + kindOf(t.Elem()) + ">"
	case reflect.Map:
		return "map<" + kindOf(t.Key()) + ", " + kindOf(t.Elem()) + ">"
	case reflect.Struct:
		if strings.Contains(t.PkgPath(), "/libforge/commands") {
			return nameOf(t)
		}
		return t.String()
	default:
		return t.Kind().String()
	}
}
