/** The reference target for clients of every protocol. */
module dev.serve.samples.echo {
    requires dev.serve.api;
    requires dev.serve.testing;
    requires io.grpc;
    requires grpc.interop.testing;
    requires static org.jspecify;

    provides dev.serve.api.Application with
            dev.serve.samples.echo.EchoApplication;
}
