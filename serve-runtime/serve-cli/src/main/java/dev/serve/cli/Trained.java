package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private static final System.Logger LOG = System.getLogger(Trained.class.getName());

    /** Set to true in its process. */
    static final String PROPERTY = "dev.serve.trained";

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

    /**
     * Ends this process when its standard input does: the command at the other end is gone, and
     * nobody else knows of this server.
     */
    static void endWithCommand() {
        Thread.ofPlatform().daemon().name("serve-trained").start(Trained::awaitEnd);
    }

    private static void awaitEnd() {
        try (InputStream command = System.in) {
            command.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.log(DEBUG, "standard input", e);
        }
        Runtime.getRuntime().halt(1);
    }
}
