package dev.serve.http.compatibility;

import io.helidon.common.config.Config;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.spi.ContentEncodingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The codings gzip and deflate, in the form of Helidon's modules of that name, which no repository
 * has. Found by every listener of the tests; silent but for those that start while they are {@link
 * #on}.
 */
abstract sealed class TestCodings implements ContentEncodingProvider {

    private static volatile boolean on;

    private final String name;

    private TestCodings(String name) {
        this.name = name;
    }

    /** Whether servers that start from now on have them. */
    static void on(boolean wanted) {
        on = wanted;
    }

    abstract InputStream decode(InputStream in) throws IOException;

    abstract OutputStream encode(OutputStream out) throws IOException;

    @Override
    public String configKey() {
        return name;
    }

    @SuppressWarnings("removal") // the provider interface of Helidon 4 asks for it
    @Override
    public ContentEncoding create(Config config, String configured) {
        return new Coding(this, on);
    }

    /** As a provider it is made by name. */
    public static final class Gzip extends TestCodings {

        /** For the service loader. */
        public Gzip() {
            super("gzip");
        }

        @Override
        InputStream decode(InputStream in) throws IOException {
            return new GZIPInputStream(in);
        }

        @Override
        OutputStream encode(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    }

    /** As a provider it is made by name. */
    public static final class Deflate extends TestCodings {

        /** For the service loader. */
        public Deflate() {
            super("deflate");
        }

        @Override
        InputStream decode(InputStream in) {
            return new InflaterInputStream(in);
        }

        @Override
        OutputStream encode(OutputStream out) {
            return new DeflaterOutputStream(out);
        }
    }

    private record Coding(TestCodings how, boolean active) implements ContentEncoding {

        @Override
        public Set<String> ids() {
            return Set.of(how.name);
        }

        @Override
        public boolean supportsEncoding() {
            return active;
        }

        @Override
        public boolean supportsDecoding() {
            return active;
        }

        @Override
        public ContentDecoder decoder() {
            return in -> {
                try {
                    return how.decode(in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }

        @Override
        public ContentEncoder encoder() {
            return new Encoder(how);
        }

        @Override
        public String name() {
            return how.name;
        }

        @Override
        public String type() {
            return how.name;
        }
    }

    private record Encoder(TestCodings how) implements ContentEncoder {

        @Override
        public OutputStream apply(OutputStream out) {
            try {
                return how.encode(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void headers(WritableHeaders<?> headers) {
            headers.add(HeaderValues.create("Content-Encoding", how.name));
            headers.remove(io.helidon.http.HeaderNames.CONTENT_LENGTH);
        }
    }
}
