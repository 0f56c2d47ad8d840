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
	"github.com/fil-forge/ucantone/ucan/token"
	"github.com/ipfs/go-cid"
)

// Key is the private key of a signer and the DID that it signs as.
type Key struct {
	// Seed is the private key, 32 bytes.
	Seed Hex `json:"seed"`
	// SignatureType is Ed25519 or ES256K.
	SignatureType string `json:"signatureType"`
	// Issuer is the signer's DID; that of its public key if absent.
	Issuer string `json:"issuer"`
	// Attested is the DID that tokens are issued as, each with an attestation by
	// the signer. The signer issues them itself if absent.
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
		err = fmt.Errorf("unknown signature type %q", k.SignatureType)
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
// receipt. All times are in Unix seconds; an absent time is omitted from the
// token, or null where the token requires the field.
type MakeRequest struct {
	Key
	Kind       string   `json:"kind"`
	Audience   string   `json:"audience"`
	Subject    *string  `json:"subject"`
	Command    string   `json:"command"`
	Args       Hex      `json:"args"`
	Policy     Hex      `json:"policy"`
	Proofs     []string `json:"proofs"`
	Nonce      Hex      `json:"nonce"`
	Expiration *int64   `json:"expiration"`
	NotBefore  *int64   `json:"notBefore"`
	IssuedAt   *int64   `json:"issuedAt"`
	Cause      *string  `json:"cause"`
	Meta       Hex      `json:"meta"`
	Ran        string   `json:"ran"`
	OK         Hex      `json:"ok"`
	Error      Hex      `json:"err"`
}

func makeToken(req MakeRequest) (any, error) {
	if err := checkDepth(req.Args, req.Policy, req.Meta, req.OK, req.Error); err != nil {
		return nil, err
	}
	var made ucanToken
	var err error
	switch req.Kind {
	case "invocation":
		made.invocation, err = req.makeInvocation()
	case "delegation":
		made.delegation, err = req.makeDelegation()
	case "receipt":
		made.receipt, err = req.makeReceipt()
	default:
		err = fmt.Errorf("unknown kind %q", req.Kind)
	}
	if err != nil {
		return nil, err
	}
	return made.describe(), nil
}

func (req MakeRequest) makeInvocation() (ucan.Invocation, error) {
	issuer, err := req.issuer()
	if err != nil {
		return nil, err
	}
	subject, err := parseSubject(req.Subject)
	if err != nil {
		return nil, err
	}
	cmd, err := command.Parse(req.Command)
	if err != nil {
		return nil, err
	}
	meta, err := parseMeta(req.Meta)
	if err != nil {
		return nil, err
	}
	proofs := []cid.Cid{}
	for _, p := range req.Proofs {
		link, err := cid.Parse(p)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, link)
	}
	options := []invocation.Option{
		invocation.WithProofs(proofs...),
		invocation.WithNonce(req.Nonce),
		invocation.WithNoExpiration(),
		invocation.WithMetadata(meta),
	}
	if req.Expiration != nil {
		options = append(options, invocation.WithExpiration(ucan.UnixTimestamp(*req.Expiration)))
	}
	if req.IssuedAt != nil {
		options = append(options, invocation.WithIssuedAt(ucan.UnixTimestamp(*req.IssuedAt)))
	}
	if req.Audience != "" {
		audience, err := did.Parse(req.Audience)
		if err != nil {
			return nil, err
		}
		options = append(options, invocation.WithAudience(audience))
	}
	if req.Cause != nil {
		cause, err := cid.Parse(*req.Cause)
		if err != nil {
			return nil, err
		}
		options = append(options, invocation.WithCause(cause))
	}
	args := datamodel.NewRaw(req.Args)
	return invocation.Invoke(issuer, subject, cmd, &args, options...)
}

func (req MakeRequest) makeDelegation() (ucan.Delegation, error) {
	issuer, err := req.issuer()
	if err != nil {
		return nil, err
	}
	audience, err := did.Parse(req.Audience)
	if err != nil {
		return nil, err
	}
	subject, err := parseSubject(req.Subject)
	if err != nil {
		return nil, err
	}
	cmd, err := command.Parse(req.Command)
	if err != nil {
		return nil, err
	}
	meta, err := parseMeta(req.Meta)
	if err != nil {
		return nil, err
	}
	var pol policy.Policy
	if err := pol.UnmarshalCBOR(bytes.NewReader(req.Policy)); err != nil {
		return nil, err
	}
	options := []delegation.Option{
		delegation.WithPolicy(pol),
		delegation.WithNonce(req.Nonce),
		delegation.WithNoExpiration(),
		delegation.WithMetadata(meta),
	}
	if req.Expiration != nil {
		options = append(options, delegation.WithExpiration(ucan.UnixTimestamp(*req.Expiration)))
	}
	if req.NotBefore != nil {
		options = append(options, delegation.WithNotBefore(ucan.UnixTimestamp(*req.NotBefore)))
	}
	return delegation.Delegate(issuer, audience, subject, cmd, options...)
}

func (req MakeRequest) makeReceipt() (ucan.Receipt, error) {
	issuer, err := req.issuer()
	if err != nil {
		return nil, err
	}
	ran, err := cid.Parse(req.Ran)
	if err != nil {
		return nil, err
	}
	meta, err := parseMeta(req.Meta)
	if err != nil {
		return nil, err
	}
	options := []receipt.Option{receipt.WithNonce(req.Nonce), receipt.WithMetadata(meta)}
	if req.Expiration != nil {
		options = append(options, receipt.WithExpiration(ucan.UnixTimestamp(*req.Expiration)))
	}
	if req.IssuedAt != nil {
		options = append(options, receipt.WithIssuedAt(ucan.UnixTimestamp(*req.IssuedAt)))
	}
	if req.OK != nil {
		ok := datamodel.NewRaw(req.OK)
		return receipt.IssueOK(issuer, ran, &ok, options...)
	}
	if req.Error == nil {
		return nil, errors.New("a receipt needs ok or err")
	}
	failure := datamodel.NewRaw(req.Error)
	return receipt.IssueErr(issuer, ran, &failure, options...)
}

// parseSubject returns the undefined DID for an absent subject: a powerline.
func parseSubject(subject *string) (did.DID, error) {
	if subject == nil {
		return did.Undef, nil
	}
	return did.Parse(*subject)
}

func parseMeta(b []byte) (ipld.Map, error) {
	if b == nil {
		return nil, nil
	}
	var m datamodel.Map
	if err := m.UnmarshalCBOR(bytes.NewReader(b)); err != nil {
		return nil, fmt.Errorf("decoding meta: %w", err)
	}
	return ipld.Map(m), nil
}

// ucanToken is a token of one of the three kinds.
type ucanToken struct {
	invocation ucan.Invocation
	delegation ucan.Delegation
	receipt    ucan.Receipt
}

// TokenInfo describes a token. A field that its kind does not have is absent.
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

func (t ucanToken) describe() TokenInfo {
	switch {
	case t.invocation != nil:
		inv := t.invocation
		info := TokenInfo{
			Kind: "invocation", Bytes: inv.Bytes(), CID: inv.Link().String(), SignedBytes: inv.SignedBytes(),
			Signature: inv.Signature().Bytes(), Issuer: inv.Issuer().String(),
			Audience: optionalDID(inv.Audience()), Subject: optionalDID(inv.Subject()),
			Command: inv.Command().String(), Args: inv.ArgumentsBytes(), Nonce: inv.Nonce(),
			Expiration: seconds(inv.Expiration()), IssuedAt: seconds(inv.IssuedAt()),
			Meta: inv.MetadataBytes(), Task: inv.Task().Link().String(),
		}
		for _, p := range inv.Proofs() {
			info.Proofs = append(info.Proofs, p.String())
		}
		if cause := inv.Cause(); cause != nil {
			link := cause.String()
			info.Cause = &link
		}
		return info
	case t.delegation != nil:
		dlg := t.delegation
		info := TokenInfo{
			Kind: "delegation", Bytes: dlg.Bytes(), CID: dlg.Link().String(), SignedBytes: dlg.SignedBytes(),
			Signature: dlg.Signature().Bytes(), Issuer: dlg.Issuer().String(),
			Audience: optionalDID(dlg.Audience()), Subject: optionalDID(dlg.Subject()),
			Command: dlg.Command().String(), Nonce: dlg.Nonce(),
			Expiration: seconds(dlg.Expiration()), NotBefore: seconds(dlg.NotBefore()),
			Meta: dlg.MetadataBytes(),
		}
		if pol, ok := dlg.Policy().(policy.Policy); ok {
			if text, err := pol.MarshalJSON(); err == nil {
				info.Policy = text
			}
		}
		return info
	default:
		rcpt := t.receipt
		ok, failure := rcpt.Out().Unpack()
		return TokenInfo{
			Kind: "receipt", Bytes: rcpt.Bytes(), CID: rcpt.Link().String(), SignedBytes: rcpt.SignedBytes(),
			Signature: rcpt.Signature().Bytes(), Issuer: rcpt.Issuer().String(), Nonce: rcpt.Nonce(),
			Expiration: seconds(rcpt.Expiration()), IssuedAt: seconds(rcpt.IssuedAt()),
			Meta: rcpt.MetadataBytes(), Ran: rcpt.Ran().String(), OK: ok, Error: failure,
		}
	}
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

// ReadRequest asks to decode a token.
type ReadRequest struct {
	Kind  string `json:"kind"`
	Bytes Hex    `json:"bytes"`
}

func (req ReadRequest) token() (ucanToken, error) {
	if err := checkDepth(req.Bytes); err != nil {
		return ucanToken{}, err
	}
	switch req.Kind {
	case "invocation":
		inv, err := invocation.Decode(req.Bytes)
		return ucanToken{invocation: inv}, err
	case "delegation":
		dlg, err := delegation.Decode(req.Bytes)
		return ucanToken{delegation: dlg}, err
	case "receipt":
		rcpt, err := receipt.Decode(req.Bytes)
		return ucanToken{receipt: rcpt}, err
	default:
		return ucanToken{}, fmt.Errorf("unknown kind %q", req.Kind)
	}
}

func readToken(req ReadRequest) (any, error) {
	decoded, err := req.token()
	if err != nil {
		return nil, err
	}
	return decoded.describe(), nil
}

// VerifyRequest asks whether a token was signed with a key.
type VerifyRequest struct {
	ReadRequest
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
	valid := false
	switch {
	case decoded.invocation != nil:
		valid = token.VerifySignature(decoded.invocation, verifier)
	case decoded.delegation != nil:
		valid = token.VerifySignature(decoded.delegation, verifier)
	default:
		valid = verifier.Verify(decoded.receipt.SignedBytes(), decoded.receipt.Signature().Bytes())
	}
	return map[string]bool{"valid": valid}, nil
}

// TaskRequest asks for the encoding of a task.
type TaskRequest struct {
	Subject string `json:"subject"`
	Command string `json:"command"`
	Args    Hex    `json:"args"`
	Nonce   Hex    `json:"nonce"`
}

func makeTask(req TaskRequest) (any, error) {
	subject, err := did.Parse(req.Subject)
	if err != nil {
		return nil, err
	}
	cmd, err := command.Parse(req.Command)
	if err != nil {
		return nil, err
	}
	task, err := invocation.NewTask(subject, cmd, req.Args, req.Nonce)
	if err != nil {
		return nil, err
	}
	return map[string]any{"cbor": Hex(task.Bytes()), "cid": task.Link().String()}, nil
}

// forms names the forms of a container that start with a byte of their own.
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
		err = fmt.Errorf("unknown form %q", req.Form)
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
