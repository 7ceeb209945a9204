package dev.serve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server that a cache of loaded classes is trained by, on free ports: routes of a
 * configuration, and where more is asked for, the echo sample with what only an application has.
 * Immutable.
 *
 * @param directory where it runs, and leaves what it leaves
 * @param file its configuration
 * @param isSecure whether it has a listener with TLS
 */
record Trained(Path directory, Path file, boolean isSecure) {

    private static final String ALWAYS =
            """
            observe: { listeners: [admin] }
            admin: { listener: admin }
            listeners:
              admin: { port: 0, protocols: [http, sse] }
              unix: { path: run/trained.sock }
              files:
                port: 0
                routes:
                  - { path: /hello, respond: { body: hello } }
                  - { path: /old, redirect: /hello }
                  - { path: "/files/*", files: . }
            """;

    private static final String APPLICATION =
            """
              web: { port: 0, protocols: [http, websocket, sse] }
              tcp: { port: 0, protocols: [tcp] }
            """;

    private static final String TLS =
            """
              tls:
                port: 0
                routes: [{ path: /hello, respond: { body: hello } }]
                tls: { key: run/certs/server.key, cert: run/certs/server.crt }
            """;

    private static final String GRPC =
            """
              rpc: { port: 0, protocols: [grpc], grpc: { json: true } }
            """;

    /**
     * Written into a directory.
     *
     * @param speaks has {@code app} in it, or {@code tls} or {@code grpc}, for those
     */
    static Trained in(Path directory, String speaks) throws IOException {
        boolean secure = speaks.contains("tls");
        boolean grpc = speaks.contains("grpc");
        boolean application = grpc || speaks.contains("app");
        Path file = directory.resolve("serve.yaml");
        Files.writeString(
                file,
                // The sample makes the certificates, too.
                (application || secure ? "application: echo\n" : "")
                        + ALWAYS
                        + (application ? APPLICATION : "")
                        + (secure ? TLS : "")
                        + (grpc ? GRPC : ""));
        return new Trained(directory, file, secure);
    }
}
