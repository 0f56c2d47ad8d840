package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fil-forge/libforge/attestation"
	"github.com/fil-forge/ucantone/did"
	"github.com/fil-forge/ucantone/ipld"
	"github.com/fil-forge/ucantone/ipld/datamodel"
	"github.com/fil-forge/ucantone/multikey"
	"github.com/fil-forge/ucantone/multikey/ed25519"
	"github.com/fil-forge/ucantone/multikey/secp256k1"
	"github.com/fil-forge/ucantone/ucan"
	"github.com/fil-forge/ucantone/ucan/command"
	"github.com/fil-forge/ucantone/ucan/container"
	"github.com/fil-forge/ucantone/ucan/delegation"
	"github.com/fil-forge/ucantone/ucan/delegation/policy"
	"github.com/fil-forge/ucantone/ucan/invocation"
	"github.com/fil-forge/ucantone/ucan/receipt"
	"github.com/ipfs/go-cid"
)

// Key describes a signer: a private key, and the DID for which the key signs.
type Key struct {
	// Seed is the private key, 32 bytes.
	Seed Hex `json:"seed"`
	// SignatureType is Ed25519 or ES256K.
	SignatureType string `json:"signatureType"`
	// Issuer is the signer's DID. If absent, it is the did:key of the public key.
	Issuer string `json:"issuer"`
	// Attested is the DID that issues the tokens. Their signatures are then
	// attestations by the signer. If absent, the signer issues the tokens.
	Attested string `json:"attested"`
}

func (k Key) issuer() (ucan.Issuer, error) {
	var signer multikey.Signer
	var err error
	switch k.SignatureType {
	case "Ed25519":
		signer, err = ed25519.FromRaw(k.Seed)
	case "ES256K":
		signer, err = secp256k1.FromRaw(k.Seed)
	default:
		err = fmt.Errorf("expected the signature type Ed25519 or ES256K, received %q", k.SignatureType)
	}
	if err != nil {
		return nil, err
	}
	issuer := multikey.KeyIssuer(signer)
	if k.Issuer != "" {
		id, err := did.Parse(k.Issuer)
		if err != nil {
			return nil, err
		}
		issuer = multikey.NewIssuer(id, signer)
	}
	if k.Attested == "" {
		return issuer, nil
	}
	id, err := did.Parse(k.Attested)
	if err != nil {
		return nil, err
	}
	return attestation.Attest(context.Background(), id, issuer), nil
}

// MakeRequest asks for a signed token. Kind is invocation, delegation or
// receipt. All times are in Unix seconds. An absent time is omitted from the
// token, or null where the token requires the field. An absent nonce is random.
type MakeRequest struct {
	Key
	Kind       string   `json:"kind"`
	Audience   string   `json:"audience"`
	Subject    string   `json:"subject"`
	Command    string   `json:"command"`
	Args       Hex      `json:"args"`
	Policy     Hex      `json:"policy"`
	Proofs     []string `json:"proofs"`
	Nonce      Hex      `json:"nonce"`
	Expiration *int64   `json:"expiration"`
	NotBefore  *int64   `json:"notBefore"`
	IssuedAt   *int64   `json:"issuedAt"`
	Cause      string   `json:"cause"`
	Meta       Hex      `json:"meta"`
	Ran        string   `json:"ran"`
	OK         Hex      `json:"ok"`
	Error      Hex      `json:"err"`
}

func makeToken(req MakeRequest) (any, error) {
	if err := checkDepth(req.Args, req.Policy, req.Meta, req.OK, req.Error); err != nil {
		return nil, err
	}
	var made signedToken
	var err error
	switch req.Kind {
	case "invocation":
		made, err = req.makeInvocation()
	case "delegation":
		made, err = req.makeDelegation()
	case "receipt":
		made, err = req.makeReceipt()
	default:
		err = fmt.Errorf("expected the kind invocation, delegation or receipt, received %q", req.Kind)
	}
	if err != nil {
		return nil, err
	}
	return describe(made), nil
}

func (req MakeRequest) makeInvocation() (ucan.Invocation, error) {
	issuer, err := req.issuer()
	subject := optional(&err, req.Subject, did.Parse)
	audience := optional(&err, req.Audience, did.Parse)
	cause := optional(&err, req.Cause, cid.Decode)
	cmd := parsed(&err, req.Command, command.Parse)
	meta := parsed(&err, req.Meta, parseMeta)
	proofs := make([]cid.Cid, len(req.Proofs))
	for i, proof := range req.Proofs {
		proofs[i] = parsed(&err, proof, cid.Decode)
	}
	if err != nil {
		return nil, err
	}
	options := []invocation.Option{
		invocation.WithProofs(proofs...),
		invocation.WithNonce(req.Nonce),
		invocation.WithNoExpiration(),
		invocation.WithMetadata(meta),
	}
	options = withTime(options, invocation.WithExpiration, req.Expiration)
	options = withTime(options, invocation.WithIssuedAt, req.IssuedAt)
	if audience.Defined() {
		options = append(options, invocation.WithAudience(audience))
	}
	if cause.Defined() {
		options = append(options, invocation.WithCause(cause))
	}
	args := datamodel.NewRaw(req.Args)
	return invocation.Invoke(issuer, subject, cmd, &args, options...)
}

func (req MakeRequest) makeDelegation() (ucan.Delegation, error) {
	issuer, err := req.issuer()
	subject := optional(&err, req.Subject, did.Parse)
	audience := parsed(&err, req.Audience, did.Parse)
	cmd := parsed(&err, req.Command, command.Parse)
	meta := parsed(&err, req.Meta, parseMeta)
	pol := parsed(&err, req.Policy, parsePolicy)
	if err != nil {
		return nil, err
	}
	options := []delegation.Option{
		delegation.WithPolicy(pol),
		delegation.WithNonce(req.Nonce),
		delegation.WithNoExpiration(),
		delegation.WithMetadata(meta),
	}
	options = withTime(options, delegation.WithExpiration, req.Expiration)
	options = withTime(options, delegation.WithNotBefore, req.NotBefore)
	return delegation.Delegate(issuer, audience, subject, cmd, options...)
}

func (req MakeRequest) makeReceipt() (ucan.Receipt, error) {
	issuer, err := req.issuer()
	ran := parsed(&err, req.Ran, cid.Decode)
	meta := parsed(&err, req.Meta, parseMeta)
	if err != nil {
		return nil, err
	}
	options := []receipt.Option{receipt.WithNonce(req.Nonce), receipt.WithMetadata(meta)}
	options = withTime(options, receipt.WithExpiration, req.Expiration)
	options = withTime(options, receipt.WithIssuedAt, req.IssuedAt)
	switch {
	case req.OK != nil:
		ok := datamodel.NewRaw(req.OK)
		return receipt.IssueOK(issuer, ran, &ok, options...)
	case req.Error != nil:
		failure := datamodel.NewRaw(req.Error)
		return receipt.IssueErr(issuer, ran, &failure, options...)
	default:
		return nil, errors.New("expected ok or err for a receipt, received neither")
	}
}

// parsed parses a field, unless *err is set. It stores its own error in *err.
func parsed[Field, Value any](err *error, field Field, parse func(Field) (Value, error)) (value Value) {
	if *err == nil {
		value, *err = parse(field)
	}
	return value
}

// optional parses a field as parsed does. It returns the zero value if the field
// is absent.
func optional[Value any](err *error, field string, parse func(string) (Value, error)) (value Value) {
	if field != "" {
		value = parsed(err, field, parse)
	}
	return value
}

func withTime[Option any](options []Option, with func(ucan.UnixTimestamp) Option, time *int64) []Option {
	if time == nil {
		return options
	}
	return append(options, with(ucan.UnixTimestamp(*time)))
}

func parseMeta(b Hex) (ipld.Map, error) {
	if b == nil {
		return nil, nil
	}
	var m datamodel.Map
	if err := m.UnmarshalCBOR(bytes.NewReader(b)); err != nil {
		return nil, fmt.Errorf("decoding meta: %w", err)
	}
	return ipld.Map(m), nil
}

func parsePolicy(b Hex) (policy.Policy, error) {
	var pol policy.Policy
	if err := pol.UnmarshalCBOR(bytes.NewReader(b)); err != nil {
		return policy.Policy{}, fmt.Errorf("decoding policy: %w", err)
	}
	return pol, nil
}

type signedToken interface {
	Bytes() []byte
	Link() cid.Cid
	SignedBytes() []byte
	Signature() ucan.Signature
	Issuer() did.DID
	Nonce() []byte
	Expiration() *ucan.UnixTimestamp
	MetadataBytes() []byte
}

// TokenInfo describes a token. A field that the token does not have is absent or
// null.
type TokenInfo struct {
	Kind        string          `json:"kind"`
	Bytes       Hex             `json:"bytes"`
	CID         string          `json:"cid"`
	SignedBytes Hex             `json:"signedBytes"`
	Signature   Hex             `json:"signature"`
	Issuer      string          `json:"issuer"`
	Audience    *string         `json:"audience"`
	Subject     *string         `json:"subject"`
	Command     string          `json:"command,omitempty"`
	Args        Hex             `json:"args,omitempty"`
	Proofs      []string        `json:"proofs,omitempty"`
	Policy      json.RawMessage `json:"policy,omitempty"`
	Nonce       Hex             `json:"nonce"`
	Expiration  *int64          `json:"expiration"`
	NotBefore   *int64          `json:"notBefore"`
	IssuedAt    *int64          `json:"issuedAt"`
	Cause       *string         `json:"cause"`
	Meta        Hex             `json:"meta,omitempty"`
	Task        string          `json:"task,omitempty"`
	Ran         string          `json:"ran,omitempty"`
	OK          Hex             `json:"ok,omitempty"`
	Error       Hex             `json:"err,omitempty"`
}

func describe(t signedToken) TokenInfo {
	info := TokenInfo{
		Bytes: t.Bytes(), CID: t.Link().String(), SignedBytes: t.SignedBytes(), Signature: t.Signature().Bytes(),
		Issuer: t.Issuer().String(), Nonce: t.Nonce(), Expiration: seconds(t.Expiration()), Meta: t.MetadataBytes(),
	}
	switch t := t.(type) {
	case ucan.Invocation:
		info.Kind = "invocation"
		info.Audience, info.Subject = optionalDID(t.Audience()), optionalDID(t.Subject())
		info.Command, info.Args = t.Command().String(), t.ArgumentsBytes()
		info.IssuedAt, info.Task = seconds(t.IssuedAt()), t.Task().Link().String()
		for _, proof := range t.Proofs() {
			info.Proofs = append(info.Proofs, proof.String())
		}
		if cause := t.Cause(); cause != nil {
			link := cause.String()
			info.Cause = &link
		}
	case ucan.Delegation:
		info.Kind = "delegation"
		info.Audience, info.Subject = optionalDID(t.Audience()), optionalDID(t.Subject())
		info.Command, info.NotBefore = t.Command().String(), seconds(t.NotBefore())
		if pol, ok := t.Policy().(policy.Policy); ok {
			if text, err := pol.MarshalJSON(); err == nil {
				info.Policy = text
			}
		}
	case ucan.Receipt:
		info.Kind = "receipt"
		info.IssuedAt, info.Ran = seconds(t.IssuedAt()), t.Ran().String()
		info.OK, info.Error = t.Out().Unpack()
	}
	return info
}

func optionalDID(d did.DID) *string {
	if !d.Defined() {
		return nil
	}
	text := d.String()
	return &text
}

func seconds(t *ucan.UnixTimestamp) *int64 {
	if t == nil {
		return nil
	}
	s := int64(*t)
	return &s
}

// DecodeTokenRequest asks to decode a token.
type DecodeTokenRequest struct {
	Kind  string `json:"kind"`
	Bytes Hex    `json:"bytes"`
}

func (req DecodeTokenRequest) token() (signedToken, error) {
	if err := checkDepth(req.Bytes); err != nil {
		return nil, err
	}
	switch req.Kind {
	case "invocation":
		return invocation.Decode(req.Bytes)
	case "delegation":
		return delegation.Decode(req.Bytes)
	case "receipt":
		return receipt.Decode(req.Bytes)
	default:
		return nil, fmt.Errorf("expected the kind invocation, delegation or receipt, received %q", req.Kind)
	}
}

func decodeToken(req DecodeTokenRequest) (any, error) {
	decoded, err := req.token()
	if err != nil {
		return nil, err
	}
	return describe(decoded), nil
}

// VerifyRequest asks whether a token was signed with a key.
type VerifyRequest struct {
	DecodeTokenRequest
	// Key is a did:key.
	Key string `json:"key"`
}

func verifyToken(req VerifyRequest) (any, error) {
	decoded, err := req.token()
	if err != nil {
		return nil, err
	}
	id, err := did.Parse(req.Key)
	if err != nil {
		return nil, err
	}
	verifier, err := multikey.Parse(id.Identifier())
	if err != nil {
		return nil, err
	}
	valid := verifier.Verify(decoded.SignedBytes(), decoded.Signature().Bytes())
	return map[string]bool{"valid": valid}, nil
}

// TaskRequest asks for the encoding of a task and its CID.
type TaskRequest struct {
	Subject string `json:"subject"`
	Command string `json:"command"`
	Args    Hex    `json:"args"`
	Nonce   Hex    `json:"nonce"`
}

func makeTask(req TaskRequest) (any, error) {
	var err error
	subject := parsed(&err, req.Subject, did.Parse)
	cmd := parsed(&err, req.Command, command.Parse)
	if err != nil {
		return nil, err
	}
	task, err := invocation.NewTask(subject, cmd, req.Args, req.Nonce)
	if err != nil {
		return nil, err
	}
	return map[string]any{"cbor": Hex(task.Bytes()), "cid": task.Link().String()}, nil
}

// forms maps the name of each form of a container to its header byte.
var forms = map[string]byte{
	"raw": container.Raw, "base64": container.Base64, "base64url": container.Base64url,
	"raw+gzip": container.RawGzip, "base64+gzip": container.Base64Gzip, "base64url+gzip": container.Base64urlGzip,
}

// EncodeContainerRequest asks for a container of tokens. Form is cbor (the body
// of an HTTP message) or a key of forms.
type EncodeContainerRequest struct {
	Form   string `json:"form"`
	Tokens []Hex  `json:"tokens"`
}

func encodeContainer(req EncodeContainerRequest) (any, error) {
	ct, err := containerOf(req.Tokens)
	if err != nil {
		return nil, err
	}
	var out []byte
	if req.Form == "cbor" {
		var buf bytes.Buffer
		err = ct.MarshalCBOR(&buf)
		out = buf.Bytes()
	} else if form, ok := forms[req.Form]; ok {
		out, err = container.Encode(form, ct)
	} else {
		err = fmt.Errorf("expected the form cbor or one of raw, base64 and base64url with or without +gzip, received %q", req.Form)
	}
	if err != nil {
		return nil, err
	}
	return map[string]Hex{"bytes": out}, nil
}

func containerOf(tokens []Hex) (*container.Container, error) {
	options := []container.Option{}
	for i, b := range tokens {
		if err := checkDepth(b); err != nil {
			return nil, err
		}
		if dlg, err := delegation.Decode(b); err == nil {
			options = append(options, container.WithDelegations(dlg))
		} else if rcpt, err := receipt.Decode(b); err == nil {
			options = append(options, container.WithReceipts(rcpt))
		} else if inv, err := invocation.Decode(b); err == nil {
			options = append(options, container.WithInvocations(inv))
		} else {
			return nil, fmt.Errorf("token %d: %w", i, err)
		}
	}
	return container.New(options...), nil
}

// DecodeContainerRequest asks for the tokens of a container.
type DecodeContainerRequest struct {
	Form  string `json:"form"`
	Bytes Hex    `json:"bytes"`
}

func (req DecodeContainerRequest) container() (*container.Container, error) {
	if err := checkDepth(req.Bytes); err != nil {
		return nil, err
	}
	if req.Form != "cbor" {
		return container.Decode(req.Bytes)
	}
	ct := &container.Container{}
	return ct, ct.UnmarshalCBOR(bytes.NewReader(req.Bytes))
}

func decodeContainer(req DecodeContainerRequest) (any, error) {
	ct, err := req.container()
	if err != nil {
		return nil, err
	}
	answer := map[string][]Hex{"invocations": {}, "delegations": {}, "receipts": {}}
	for _, inv := range ct.Invocations() {
		answer["invocations"] = append(answer["invocations"], inv.Bytes())
	}
	for _, dlg := range ct.Delegations() {
		answer["delegations"] = append(answer["delegations"], dlg.Bytes())
	}
	for _, rcpt := range ct.Receipts() {
		answer["receipts"] = append(answer["receipts"], rcpt.Bytes())
	}
	return answer, nil
}
