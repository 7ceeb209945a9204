package dev.serve.http.server;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.WireKind;
import dev.serve.api.routing.Routes;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The ways in which bytes reach a listener; each behaves alike. */
enum Transport {
    PLAIN(false, false, WireKind.SELECTOR),
    TLS(true, false, WireKind.SELECTOR),
    UNIX(false, true, WireKind.SELECTOR),
    UNIX_TLS(true, true, WireKind.SELECTOR),
    BLOCKING(false, false, WireKind.BLOCKING),
    BLOCKING_TLS(true, false, WireKind.BLOCKING);

    private static final String SOCKET = "web.sock";

    private final boolean secure;
    private final boolean unix;
    private final WireKind wire;

    Transport(boolean secure, boolean unix, WireKind wire) {
        this.secure = secure;
        this.unix = unix;
        this.wire = wire;
    }

    boolean isSecure() {
        return secure;
    }

    boolean isUnix() {
        return unix;
    }

    /** Puts a listener there. */
    ListenerBuilder place(ListenerBuilder listener, Path directory) {
        listener.config(config -> config.wire(wire));
        if (secure) {
            DevCertificates certificates = DevCertificates.createIn(directory);
            listener.tls(
                    tls ->
                            tls.key(certificates.file("server.key").toString())
                                    .cert(certificates.file("server.crt").toString()));
        }
        return unix ? listener.path(directory.resolve(SOCKET).toString()) : listener.port(0);
    }

    /** A server with the listener {@code web} there, which says hello and has more routes. */
    Server serve(Path directory, Consumer<Routes> more) {
        return Server.builder()
                .listener(
                        "web",
                        listener ->
                                place(listener, directory)
                                        .routing(
                                                routes ->
                                                        routes.get(
                                                                "/hello",
                                                                (req, res) -> res.send("hello")))
                                        .routing(more))
                .build()
                .start();
    }

    /** Connects to the listener {@code web}; on TLS no hand is shaken yet. */
    RawClient connectBare(Server server, Path directory) {
        return unix ? RawClient.unix(directory.resolve(SOCKET)) : RawClient.tcp(server.port("web"));
    }

    /** Connects to the listener {@code web}; on TLS the handshake is done. */
    RawClient connect(Server server, Path directory) {
        RawClient client = connectBare(server, directory);
        return secure ? client.tls(DevCertificates.createIn(directory).trusting()) : client;
    }
}
