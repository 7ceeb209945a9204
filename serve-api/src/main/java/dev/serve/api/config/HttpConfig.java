package dev.serve.api.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of requests over HTTP/1.1 and HTTP/2 on one listener. Immutable; make one with {@link
 * #builder()}.
 *
 * @param maxRequestLine the longest request line, in bytes
 * @param maxHeaderSize all header fields of an HTTP/1.1 request together, in bytes
 * @param maxHeaderCount how many header fields a request may have
 * @param maxBodySize the largest request body, in bytes
 * @param keepAlive10 whether HTTP/1.0 clients that ask for it keep their connection
 * @param interruptOnAbort whether the thread of a handler is interrupted at once when its HTTP/1.1
 *     client leaves
 * @param serverHeader the value of Server in answers; null for no such field
 */
public record HttpConfig(
        long maxRequestLine,
        long maxHeaderSize,
        int maxHeaderCount,
        long maxBodySize,
        boolean keepAlive10,
        boolean interruptOnAbort,
        @Nullable String serverHeader) {

    /** Key {@code http.max-request-line}. */
    public static final Key<Long> MAX_REQUEST_LINE =
            Key.size("max-request-line", 256, 1 << 20)
                    .defaultValue(8L << 10)
                    .doc(
                            "The longest request line, in bytes, or as long as it would be on HTTP/2; a longer one is answered 414.")
                    .build();

    /** Key {@code http.max-header-size}. */
    public static final Key<Long> MAX_HEADER_SIZE =
            Key.size("max-header-size", 256, 1 << 24)
                    .defaultValue(16L << 10)
                    .doc(
                            "All header fields of an HTTP/1.1 request together, in bytes; more are answered 431.")
                    .build();

    /** Key {@code http.max-header-count}. */
    public static final Key<Integer> MAX_HEADER_COUNT =
            Key.integer("max-header-count", 1, 10_000)
                    .defaultValue(100)
                    .doc("Header fields of a request; more are answered 431.")
                    .build();

    /** Key {@code http.max-body-size}. */
    public static final Key<Long> MAX_BODY_SIZE =
            Key.size("max-body-size", 0, 1L << 40)
                    .defaultValue(32L << 20)
                    .doc("The largest request body, in bytes; a larger one is answered 413.")
                    .build();

    /** Key {@code http.keep-alive-1-0}. */
    public static final Key<Boolean> KEEP_ALIVE_1_0 =
            Key.of("keep-alive-1-0", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether an HTTP/1.0 client that sends Connection: keep-alive keeps its connection.")
                    .build();

    /** Key {@code http.interrupt-on-abort}. */
    public static final Key<Boolean> INTERRUPT_ON_ABORT =
            Key.of("interrupt-on-abort", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether the thread of a handler is interrupted at once when its HTTP/1.1 client leaves, resets or ends its output; else the handler learns it at its next read or write.")
                    .build();

    /** Key {@code http.server-header}. */
    public static final Key<String> SERVER_HEADER =
            Key.of("server-header", ValueTypes.TEXT)
                    .range(
                            "of visible ASCII characters and spaces",
                            text -> text.matches("[!-~]([ -~]*[!-~])?"))
                    .doc("The value of the Server field in answers over HTTP/1.1; none without it.")
                    .build();

    /** The keys of {@code http}. */
    public static final Schema<HttpConfig, Builder> SCHEMA =
            new Schema<>(
                    "http",
                    HttpConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_REQUEST_LINE,
                                    Builder::maxRequestLine,
                                    HttpConfig::maxRequestLine),
                            new Schema.Value<>(
                                    MAX_HEADER_SIZE,
                                    Builder::maxHeaderSize,
                                    HttpConfig::maxHeaderSize),
                            new Schema.Value<>(
                                    MAX_HEADER_COUNT,
                                    Builder::maxHeaderCount,
                                    HttpConfig::maxHeaderCount),
                            new Schema.Value<>(
                                    MAX_BODY_SIZE, Builder::maxBodySize, HttpConfig::maxBodySize),
                            new Schema.Value<>(
                                    KEEP_ALIVE_1_0, Builder::keepAlive10, HttpConfig::keepAlive10),
                            new Schema.Value<>(
                                    INTERRUPT_ON_ABORT,
                                    Builder::interruptOnAbort,
                                    HttpConfig::interruptOnAbort),
                            new Schema.Value<>(
                                    SERVER_HEADER,
                                    Builder::serverHeader,
                                    HttpConfig::serverHeader)));

    /** Checks the ranges. */
    public HttpConfig {
        MAX_REQUEST_LINE.check(maxRequestLine);
        MAX_HEADER_SIZE.check(maxHeaderSize);
        MAX_HEADER_COUNT.check(maxHeaderCount);
        MAX_BODY_SIZE.check(maxBodySize);
        KEEP_ALIVE_1_0.check(keepAlive10);
        INTERRUPT_ON_ABORT.check(interruptOnAbort);
        if (serverHeader != null) {
            SERVER_HEADER.check(serverHeader);
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .maxRequestLine(maxRequestLine)
                .maxHeaderSize(maxHeaderSize)
                .maxHeaderCount(maxHeaderCount)
                .maxBodySize(maxBodySize)
                .keepAlive10(keepAlive10)
                .interruptOnAbort(interruptOnAbort)
                .serverHeader(serverHeader);
    }

    /** Makes a {@link HttpConfig}. Not thread-safe. */
    public static final class Builder {
        private long maxRequestLine = MAX_REQUEST_LINE.defaultValue();
        private long maxHeaderSize = MAX_HEADER_SIZE.defaultValue();
        private int maxHeaderCount = MAX_HEADER_COUNT.defaultValue();
        private long maxBodySize = MAX_BODY_SIZE.defaultValue();
        private boolean keepAlive10 = KEEP_ALIVE_1_0.defaultValue();
        private boolean interruptOnAbort = INTERRUPT_ON_ABORT.defaultValue();
        private @Nullable String serverHeader;

        private Builder() {}

        /** Key {@code http.max-request-line}; bytes; default 8 KiB; 256 B to 1 MiB. */
        public Builder maxRequestLine(long maxRequestLine) {
            this.maxRequestLine = maxRequestLine;
            return this;
        }

        /** Key {@code http.max-header-size}; bytes; default 16 KiB; 256 B to 16 MiB. */
        public Builder maxHeaderSize(long maxHeaderSize) {
            this.maxHeaderSize = maxHeaderSize;
            return this;
        }

        /** Key {@code http.max-header-count}; default 100; 1 to 10,000. */
        public Builder maxHeaderCount(int maxHeaderCount) {
            this.maxHeaderCount = maxHeaderCount;
            return this;
        }

        /** Key {@code http.max-body-size}; bytes; default 32 MiB; from 0. */
        public Builder maxBodySize(long maxBodySize) {
            this.maxBodySize = maxBodySize;
            return this;
        }

        /** Key {@code http.keep-alive-1-0}; default false. */
        public Builder keepAlive10(boolean keepAlive10) {
            this.keepAlive10 = keepAlive10;
            return this;
        }

        /** Key {@code http.interrupt-on-abort}; default false. */
        public Builder interruptOnAbort(boolean interruptOnAbort) {
            this.interruptOnAbort = interruptOnAbort;
            return this;
        }

        /** Key {@code http.server-header}; visible ASCII; default none. */
        public Builder serverHeader(@Nullable String serverHeader) {
            this.serverHeader = serverHeader;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public HttpConfig build() {
            return new HttpConfig(
                    maxRequestLine,
                    maxHeaderSize,
                    maxHeaderCount,
                    maxBodySize,
                    keepAlive10,
                    interruptOnAbort,
                    serverHeader);
        }
    }
}
