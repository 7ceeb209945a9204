package dev.serve.bench.load;

/** Whose server is measured. */
enum Side {
    /** Serve. */
    OURS("serve", OurServer.class),
    /** Helidon without us. */
    RAW("helidon", RawServer.class),
    /** Netty's own HTTP codec, on epoll where that is there. */
    NETTY("netty", NettyServer.class),
    /** Vert.x. */
    VERTX("vertx", VertxServer.class),
    /** nginx, where it is installed; it has no echo. */
    NGINX("nginx", NginxServer.class),
    /** Our wire without all that is above it. */
    WIRE("wire", WireServer.class);

    private final String label;
    private final Class<?> program;

    Side(String label, Class<?> program) {
        this.label = label;
        this.program = program;
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
}
