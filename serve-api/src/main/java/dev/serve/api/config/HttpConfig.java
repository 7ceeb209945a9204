package dev.serve.api.config;

import java.util.List;

/**
 * Limits of requests over HTTP/1.1 and HTTP/2 on one listener. Immutable; make one with {@link
 * #builder()}.
 *
 * @param maxRequestLine the longest request line of HTTP/1.1, in bytes
 * @param maxHeaderSize all header fields of an HTTP/1.1 request together, in bytes
 * @param maxBodySize the largest request body, in bytes
 */
public record HttpConfig(long maxRequestLine, long maxHeaderSize, long maxBodySize) {

    /** Key {@code http.max-request-line}. */
    public static final Key<Long> MAX_REQUEST_LINE =
            Key.size("max-request-line", 256, 1 << 20)
                    .defaultValue(8L << 10)
                    .doc(
                            "The longest request line of HTTP/1.1, in bytes; a longer one is answered 414.")
                    .build();

    /** Key {@code http.max-header-size}. */
    public static final Key<Long> MAX_HEADER_SIZE =
            Key.size("max-header-size", 256, 1 << 24)
                    .defaultValue(16L << 10)
                    .doc(
                            "All header fields of an HTTP/1.1 request together, in bytes; more are answered 400.")
                    .build();

    /** Key {@code http.max-body-size}. */
    public static final Key<Long> MAX_BODY_SIZE =
            Key.size("max-body-size", 0, 1L << 40)
                    .defaultValue(32L << 20)
                    .doc("The largest request body, in bytes; a larger one is answered 413.")
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
                                    MAX_BODY_SIZE, Builder::maxBodySize, HttpConfig::maxBodySize)));

    /** Checks the ranges. */
    public HttpConfig {
        MAX_REQUEST_LINE.check(maxRequestLine);
        MAX_HEADER_SIZE.check(maxHeaderSize);
        MAX_BODY_SIZE.check(maxBodySize);
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
                .maxBodySize(maxBodySize);
    }

    /** Makes a {@link HttpConfig}. Not thread-safe. */
    public static final class Builder {
        private long maxRequestLine = MAX_REQUEST_LINE.defaultValue();
        private long maxHeaderSize = MAX_HEADER_SIZE.defaultValue();
        private long maxBodySize = MAX_BODY_SIZE.defaultValue();

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

        /** Key {@code http.max-body-size}; bytes; default 32 MiB; from 0. */
        public Builder maxBodySize(long maxBodySize) {
            this.maxBodySize = maxBodySize;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public HttpConfig build() {
            return new HttpConfig(maxRequestLine, maxHeaderSize, maxBodySize);
        }
    }
}
