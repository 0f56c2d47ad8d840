package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/fil-forge/ucantone/binding"
	"github.com/fil-forge/ucantone/client"
	uerrors "github.com/fil-forge/ucantone/errors"
	"github.com/fil-forge/ucantone/execution"
	"github.com/fil-forge/ucantone/server"
	"github.com/fil-forge/ucantone/ucan/invocation"
)

// Reply configures a handler. If Throw is set, the handler returns an error with
// this message. Otherwise it fails with Fail. If Fail is nil, it succeeds with OK.
type Reply struct {
	OK    Hex        `json:"ok"`
	Fail  *ErrorInfo `json:"fail"`
	Throw string     `json:"throw"`
}

// registerFunc registers a handler with a server.
type registerFunc = func(*server.HTTPServer, Reply) error

func registerHandler[Args, OK binding.CBORValue](b binding.Binding[Args, OK]) registerFunc {
	return func(srv *server.HTTPServer, reply Reply) error {
		var ok OK
		if reply.OK != nil {
			c := bound(b)
			value, err := decodeAs(c.ok, reply.OK)
			if err != nil {
				return fmt.Errorf("decoding ok of %s: %w", c.name, err)
			}
			ok = value.(OK)
		}
		route := b.Route(func(_ *binding.Request[Args], res *binding.Response[OK]) error {
			switch {
			case reply.Throw != "":
				return errors.New(reply.Throw)
			case reply.Fail != nil:
				return res.SetFailure(uerrors.New(reply.Fail.Name, "%s", reply.Fail.Message))
			default:
				return res.SetSuccess(ok)
			}
		})
		srv.Handle(route.Command, route.Handler)
		return nil
	}
}

// servers holds the running servers, by URL.
var servers = struct {
	sync.Mutex
	byURL map[string]*http.Server
}{byURL: map[string]*http.Server{}}

// ServeRequest asks to start an HTTP server on a free port of the loopback interface.
type ServeRequest struct {
	Key
	Resolution
	// Replies configures the handlers, by command.
	Replies map[string]Reply `json:"replies"`
}

func serve(req ServeRequest) (any, error) {
	issuer, err := req.issuer()
	if err != nil {
		return nil, err
	}
	options, err := req.options()
	if err != nil {
		return nil, err
	}
	handler := server.NewHTTP(issuer, server.WithValidationOptions(options...))
	for _, c := range commandTable {
		if reply, ok := req.Replies[c.name]; ok {
			if err := c.register(handler, reply); err != nil {
				return nil, err
			}
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	running := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	address := fmt.Sprintf("http://%s", listener.Addr())
	servers.Lock()
	servers.byURL[address] = running
	servers.Unlock()
	go func() { _ = running.Serve(listener) }()
	return map[string]string{"url": address, "did": issuer.DID().String()}, nil
}

// StopRequest asks to stop a server.
type StopRequest struct {
	URL string `json:"url"`
}

func stop(req StopRequest) (any, error) {
	servers.Lock()
	running, ok := servers.byURL[req.URL]
	delete(servers.byURL, req.URL)
	servers.Unlock()
	if !ok {
		return nil, fmt.Errorf("no running server at %q: expected a URL that the operation \"serve\" returned", req.URL)
	}
	return map[string]bool{"stopped": true}, running.Close()
}

// CallRequest asks to send an invocation and its proofs to a server.
type CallRequest struct {
	URL        string `json:"url"`
	Invocation Hex    `json:"invocation"`
	Proofs     []Hex  `json:"proofs"`
}

func call(req CallRequest) (any, error) {
	endpoint, err := url.Parse(req.URL)
	if err != nil {
		return nil, err
	}
	if err := checkDepth(req.Invocation); err != nil {
		return nil, err
	}
	inv, err := invocation.Decode(req.Invocation)
	if err != nil {
		return nil, err
	}
	proofs, err := containerOf(req.Proofs)
	if err != nil {
		return nil, err
	}
	c, err := client.NewHTTP(endpoint)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	response, err := c.Execute(execution.NewRequest(ctx, inv, execution.WithDelegations(proofs.Delegations()...)))
	if err != nil {
		return nil, err
	}
	return describe(response.Receipt()), nil
}
