package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"strings"
	"testing"
)

// withoutTable holds the exported types of libforge/commands that have a codec
// and are deliberately not in typeTable, with the reason for each.
var withoutTable = map[string]string{
	"CborURL": "encoded as a string: in TypeScript it is the kind `url`",
}

// TestTableIsComplete checks that typeTable and withoutTable have every exported
// type with a CBOR encoder in the source of libforge's commands, and no other type
// of libforge.
func TestTableIsComplete(t *testing.T) {
	const root = "github.com/fil-forge/libforge/commands"
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.Dir}}", root+"/...").Output()
	if err != nil {
		t.Skipf("go list does not find the source of libforge: %v", err)
	}
	found := 0
	for line := range strings.Lines(string(out)) {
		importPath, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
		if path.Base(importPath) == "gen" {
			continue
		}
		prefix := strings.TrimPrefix(strings.TrimPrefix(importPath, root), "/")
		packages, err := parser.ParseDir(token.NewFileSet(), dir, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, pkg := range packages {
			for _, file := range pkg.Files {
				for _, name := range encodedTypes(file) {
					if prefix != "" {
						name = prefix + "." + name
					}
					found++
					if _, ok := typeTable[name]; !ok && withoutTable[name] == "" {
						t.Errorf("%s is not in typeTable: add it to commandTable or partTable", name)
					}
				}
			}
		}
	}
	// One type of typeTable is from another module: Failure.
	if want := len(typeTable) - 1 + len(withoutTable); found != want {
		t.Errorf("found %d types in libforge, but %d in typeTable and withoutTable: add or remove types there", found, want)
	}
}

// encodedTypes returns the names of the exported types for which a file declares a
// method MarshalCBOR.
func encodedTypes(file *ast.File) []string {
	var names []string
	for _, decl := range file.Decls {
		method, ok := decl.(*ast.FuncDecl)
		if !ok || method.Recv == nil || method.Name.Name != "MarshalCBOR" {
			continue
		}
		receiver := method.Recv.List[0].Type
		if star, ok := receiver.(*ast.StarExpr); ok {
			receiver = star.X
		}
		if ident, ok := receiver.(*ast.Ident); ok && ident.IsExported() {
			names = append(names, ident.Name)
		}
	}
	return names
}

// TestHostileRequests checks that each invalid or excessive request is answered
// with one error.
func TestHostileRequests(t *testing.T) {
	requests := []string{
		`not JSON`,
		`{}`,
		`{"op":"nothing"}`,
		`{"op":"decode","type":"nothing"}`,
		`{"op":"decode","type":"Unit","format":"cbor","input":"zz"}`,
		`{"op":"decode","type":"Unit","format":"cbor","input":"9b7fffffffffffffff"}`,
		`{"op":"decode","type":"Unit","format":"cbor","input":"bbffffffffffffffff"}`,
		`{"op":"decode","type":"pdp.InfoArguments","format":"json","input":"7b7d"}`,
		`{"op":"token/decode","kind":"invocation","bytes":"82"}`,
		`{"op":"verify","kind":"receipt","bytes":"","key":"did:key:z"}`,
		`{"op":"authorize"}`,
		`{"op":"match","policy":"8183623d3d"}`,
		`{"op":"make","kind":"invocation","seed":"00"}`,
		`{"op":"container/decode","form":"raw","bytes":""}`,
		`{"op":"call","url":"http://127.0.0.1:1","invocation":""}`,
		`{"op":"stop","url":"x"}`,
		`{"op":"bench","type":"Unit","format":"cbor","inputs":["00"]}`,
		`{"op":"bench","type":"pdp.InfoArguments","format":"json","inputs":["7b7d"]}`,
		`{"op":"match","policy":"80","value":"` + strings.Repeat("81", 3_000_000) + `00"}`,
		`{"op":"match","policy":"81` + strings.Repeat("82636e6f74", 2000) + `","value":"00"}`,
		`{"op":"token/decode","kind":"delegation","bytes":"8240` + strings.Repeat("81", 3_000_000) + `00"}`,
	}
	var output bytes.Buffer
	if err := run(strings.NewReader(strings.Join(requests, "\n")), &output); err != nil {
		t.Fatal(err)
	}
	answers := strings.Split(strings.TrimSpace(output.String()), "\n")
	if len(answers) != len(requests) {
		t.Fatalf("received %d answers, want %d", len(answers), len(requests))
	}
	for i, answer := range answers {
		var result struct {
			Accepted *bool      `json:"accepted"`
			Error    *ErrorInfo `json:"error"`
		}
		if err := json.Unmarshal([]byte(answer), &result); err != nil {
			t.Fatal(err)
		}
		if result.Error == nil || (result.Accepted != nil && *result.Accepted) {
			t.Errorf("%s: want an error, received %s", requests[i], answer)
		}
	}
}
