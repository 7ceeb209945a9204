package dev.serve.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/** A Vert.x server as a program of its own; see {@link Announcement} for how it talks. */
public final class VertxServer {

    private static final Buffer GREETING = Buffer.buffer("hello");

    private VertxServer() {}

    /** Serves on a free port until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException {
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true);
        if (arguments.length > 0) {
            Path keys = Path.of(arguments[0]);
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setEnabledSecureTransportProtocols(
                            java.util.Set.copyOf(Handlers.TLS_PROTOCOLS))
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .addKeyPath(keys.resolve("server.key").toString())
                                    .addCertPath(keys.resolve("server.crt").toString()));
            Handlers.TLS_CIPHERS.forEach(options::addEnabledCipherSuite);
        }
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server =
                    vertx.createHttpServer(options)
                            .requestHandler(VertxServer::serve)
                            .listen()
                            .await();
            Announcement.ofPort(server.actualPort());
        } finally {
            vertx.close().await();
        }
    }

    private static void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/echo" -> request.body().onSuccess(response::end);
            case "/large" -> response.end(Large.BODY);
            case "/upload" -> {
                LongAdder length = new LongAdder();
                request.handler(read -> length.add(read.length()));
                request.endHandler(_ -> response.end(length.toString()));
            }
            default -> response.end(GREETING);
        }
    }

    /** Takes no memory before it is asked for. */
    private static final class Large {
        static final Buffer BODY = Buffer.buffer(new byte[Handlers.LARGE_BYTES]);
    }
}
