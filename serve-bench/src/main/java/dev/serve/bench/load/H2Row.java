package dev.serve.bench.load;

/** One kind of traffic over HTTP/2: so many connections, each with so many streams at a time. */
enum H2Row {
    /** What a gateway does. */
    C4X10("GET /hello, h2c, 4 connections by 10 streams", "/hello", 4, 10),
    /** A full house. */
    C8X100("GET /hello, h2c, 8 connections by 100 streams", "/hello", 8, 100),
    /** Clients with one request at a time. */
    C64X1("GET /hello, h2c, 64 connections by 1 stream", "/hello", 64, 1),
    /** A lone client. */
    C1X1("GET /hello, h2c, 1 connection by 1 stream", "/hello", 1, 1),
    /** As the first, encrypted. */
    TLS4X10("GET /hello, h2 over TLS, 4 connections by 10 streams", "/hello", 4, 10),
    /** A large answer. */
    DOWNLOAD("GET /large of 8 MiB, h2c, 4 connections by 1 stream", "/large", 4, 1),
    /** A large body that is read and thrown away. */
    UPLOAD("POST /upload of 8 MiB, h2c, 4 connections by 1 stream", "/upload", 4, 1);

    private static final int BYTES_OF_A_WARM_REQUEST = 8 << 10;

    private final String title;
    private final String path;
    private final int connections;
    private final int streams;

    H2Row(String title, String path, int connections, int streams) {
        this.title = title;
        this.path = path;
        this.connections = connections;
        this.streams = streams;
    }

    String title() {
        return title;
    }

    String path() {
        return path;
    }

    int connections() {
        return connections;
    }

    /** Requests of a connection that wait for their answers at a time. */
    int streams() {
        return streams;
    }

    boolean tls() {
        return this == TLS4X10;
    }

    /** Length of the request's body. */
    int bodyBytes() {
        return this == UPLOAD ? Handlers.LARGE_BYTES : 0;
    }

    /** How many requests warm a server as well as so many small ones. */
    int warmup(int small) {
        boolean large = this == UPLOAD || this == DOWNLOAD;
        return large ? small / (Handlers.LARGE_BYTES / BYTES_OF_A_WARM_REQUEST) : small;
    }
}
