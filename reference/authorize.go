package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fil-forge/libforge/attestation"
	"github.com/fil-forge/libforge/attestation/didmailto"
	"github.com/fil-forge/libforge/commands"
	"github.com/fil-forge/ucantone/did"
	didkey "github.com/fil-forge/ucantone/did/key"
	edm "github.com/fil-forge/ucantone/errors/datamodel"
	"github.com/fil-forge/ucantone/execution"
	"github.com/fil-forge/ucantone/execution/dispatcher"
	"github.com/fil-forge/ucantone/ipld/datamodel"
	"github.com/fil-forge/ucantone/multikey"
	"github.com/fil-forge/ucantone/multikey/ed25519"
	"github.com/fil-forge/ucantone/ucan"
	"github.com/fil-forge/ucantone/ucan/delegation/policy"
	"github.com/fil-forge/ucantone/ucan/invocation"
	"github.com/fil-forge/ucantone/validator"
	verrs "github.com/fil-forge/ucantone/validator/errors"
)

// Resolution configures which DIDs can be resolved in addition to did:key, and
// whose attestations are trusted.
type Resolution struct {
	// Documents are DID documents, by DID.
	Documents map[string]json.RawMessage `json:"documents"`
	// Authority is the DID that attests every did:mailto without a document. If
	// absent, no attestation is trusted. If present, an issuer's document may list
	// other authorities, whose attestations are trusted too.
	Authority string `json:"authority"`
}

func (r Resolution) options() ([]validator.Option, error) {
	var mailto did.Resolver = did.ResolverMap{}
	factories := validator.DefaultFactories()
	resolver := did.ResolverFunc(func(ctx context.Context, id did.DID) (did.Document, error) {
		if id.Method() == didkey.Method {
			return didkey.Resolver(ctx, id)
		}
		var document did.Document
		var err error
		if text, ok := r.Documents[id.String()]; ok {
			err = json.Unmarshal(text, &document)
		} else if id.Method() == didmailto.Method {
			document, err = mailto.Resolve(ctx, id)
		} else {
			err = errors.New("it has no document")
		}
		if err != nil {
			return did.Document{}, verrs.NewDIDKeyResolutionError(id, err)
		}
		return document, nil
	})
	if r.Authority != "" {
		authority, err := did.Parse(r.Authority)
		if err != nil {
			return nil, err
		}
		mailto = didmailto.NewResolver(authority)
		factories[attestation.Type] = limitChain(attestation.NewVerifierFactory(resolver, factories))
	}
	return []validator.Option{validator.WithDIDResolver(resolver), validator.WithVerifierFactories(factories)}, nil
}

// maxAttestations is the maximum length of a chain of authorities that attest
// one another.
const maxAttestations = 16

type chainKey struct{}

// limitChain returns a factory that panics if a chain of authorities is longer
// than maxAttestations. libforge has no limit, so an authority that attests itself
// would overflow the stack, which ends a Go program.
func limitChain(factory validator.VerifierFactory) validator.VerifierFactory {
	return func(ctx context.Context, material did.VerificationMaterial) (ucan.Verifier, error) {
		length, _ := ctx.Value(chainKey{}).(int)
		if length == maxAttestations {
			panic(fmt.Sprintf("more than %d authorities attest one another", maxAttestations))
		}
		return factory(context.WithValue(ctx, chainKey{}, length+1), material)
	}
}

// AuthorizeRequest asks whether a service executes an invocation.
type AuthorizeRequest struct {
	Resolution
	Invocation Hex `json:"invocation"`
	// Proofs are delegations. The delegations in Container are added.
	Proofs    []Hex                   `json:"proofs"`
	Container *DecodeContainerRequest `json:"container"`
	// Audience is the DID of the service. If absent, the service is the audience
	// of the invocation, or the subject if there is no audience.
	Audience string `json:"audience"`
	// Time is the time of the check, in Unix seconds.
	Time int64 `json:"time"`
}

// authorize passes the invocation to a service whose handler succeeds. The answer
// states whether the service authorized the invocation. If not, the answer has the
// failure as its reason.
func authorize(req AuthorizeRequest) (any, error) {
	if err := checkDepth(req.Invocation); err != nil {
		return nil, err
	}
	inv, err := invocation.Decode(req.Invocation)
	if err != nil {
		return nil, err
	}
	proofs, err := req.delegations()
	if err != nil {
		return nil, err
	}
	service, err := req.service(inv)
	if err != nil {
		return nil, err
	}
	err = guarded(func() error {
		request := execution.NewRequest(context.Background(), inv, execution.WithDelegations(proofs...))
		response, err := service.Execute(request)
		if err != nil {
			return err
		}
		_, failure := response.Receipt().Out().Unpack()
		if failure == nil {
			return nil
		}
		var named edm.ErrorModel
		if err := named.UnmarshalCBOR(bytes.NewReader(failure)); err != nil {
			return fmt.Errorf("decoding failure: %w", err)
		}
		return named
	})
	if err != nil {
		return map[string]any{"authorized": false, "reason": describeError(err)}, nil
	}
	return map[string]any{"authorized": true}, nil
}

func (req AuthorizeRequest) delegations() ([]ucan.Delegation, error) {
	listed, err := containerOf(req.Proofs)
	if err != nil {
		return nil, err
	}
	if req.Container == nil {
		return listed.Delegations(), nil
	}
	sent, err := req.Container.container()
	if err != nil {
		return nil, err
	}
	return append(listed.Delegations(), sent.Delegations()...), nil
}

// service returns a service that executes an invocation's command.
func (req AuthorizeRequest) service(inv ucan.Invocation) (*dispatcher.Dispatcher, error) {
	id := inv.Audience()
	if !id.Defined() {
		id = inv.Subject()
	}
	if req.Audience != "" {
		var err error
		if id, err = did.Parse(req.Audience); err != nil {
			return nil, err
		}
	}
	options, err := req.options()
	if err != nil {
		return nil, err
	}
	options = append(options, validator.WithValidationTime(ucan.UnixTimestamp(req.Time)))
	// The receipts of the service are not returned, so the service can have any key.
	key, err := ed25519.FromRaw(make([]byte, 32))
	if err != nil {
		return nil, err
	}
	service := dispatcher.New(multikey.NewIssuer(id, key), dispatcher.WithValidationOptions(options...))
	service.Handle(inv.Command(), func(_ execution.Request, res execution.Response) error {
		return res.SetSuccess(&commands.Unit{})
	})
	return service, nil
}

// MatchRequest asks whether a value matches a policy, both in DAG-CBOR.
type MatchRequest struct {
	Policy Hex `json:"policy"`
	Value  Hex `json:"value"`
}

func match(req MatchRequest) (any, error) {
	if err := checkDepth(req.Policy, req.Value); err != nil {
		return nil, err
	}
	pol, err := parsePolicy(req.Policy)
	if err != nil {
		return nil, err
	}
	var value datamodel.Any
	if err := value.UnmarshalCBOR(bytes.NewReader(req.Value)); err != nil {
		return nil, fmt.Errorf("decoding value: %w", err)
	}
	if err := guarded(func() error { return policy.Match(pol, value.Value) }); err != nil {
		return map[string]any{"matches": false, "reason": describeError(err)}, nil
	}
	return map[string]any{"matches": true}, nil
}
