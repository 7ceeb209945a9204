package dev.serve.bench.load;

/** Whose gRPC is measured. */
enum GrpcSide {
    /** Serve. */
    OURS("serve", GrpcOurServer.class, ""),
    /** Helidon's module. */
    RAW("helidon", GrpcRawServer.class, ""),
    /** grpc-java on Netty, handlers in virtual threads: they may block, as ours. */
    JAVA("grpc-java", GrpcJavaServer.class, ""),
    /** grpc-java on Netty, handlers on Netty's threads. */
    DIRECT("gj-direct", GrpcJavaServer.class, GrpcJavaServer.DIRECT);

    private final String label;
    private final Class<?> program;
    private final String argument;

    GrpcSide(String label, Class<?> program, String argument) {
        this.label = label;
        this.program = program;
        this.argument = argument;
    }

    /** As it stands in tables. */
    String label() {
        return label;
    }

    /** Its main class. */
    Class<?> program() {
        return program;
    }

    /** What that is told. */
    String argument() {
        return argument;
    }
}
