package dev.serve.bench.load;

import org.jspecify.annotations.Nullable;

/** Whose server is measured. */
enum Side {
    /** Serve. */
    OURS("serve", OurServer.class, WsOurServer.class),
    /** Helidon without us. */
    RAW("helidon", RawServer.class, WsRawServer.class),
    /** Netty's own HTTP codec, on epoll where that is there. */
    NETTY("netty", NettyServer.class, WsNettyServer.class),
    /** Vert.x. */
    VERTX("vertx", VertxServer.class, WsVertxServer.class),
    /** nginx, where it is installed; it has no echo. */
    NGINX("nginx", NginxServer.class, null),
    /** Our wire without all that is above it. */
    WIRE("wire", WireServer.class, null);

    private final String label;
    private final Class<?> program;
    private final @Nullable Class<?> webSocketProgram;

    Side(String label, Class<?> program, @Nullable Class<?> webSocketProgram) {
        this.label = label;
        this.program = program;
        this.webSocketProgram = webSocketProgram;
    }

    /** As it stands in tables. */
    String label() {
        return label;
    }

    /** Whether it has what a row asks for. */
    boolean answers(Row row) {
        return this != NGINX || row.bodyBytes() == 0;
    }

    /** Its main class. */
    Class<?> program() {
        return program;
    }

    /**
     * Its main class for WebSocket.
     *
     * @throws IllegalArgumentException if there is none
     */
    Class<?> webSocketProgram() {
        if (webSocketProgram == null) {
            throw new IllegalArgumentException(label + ": no WebSocket (expected: another side)");
        }
        return webSocketProgram;
    }
}
