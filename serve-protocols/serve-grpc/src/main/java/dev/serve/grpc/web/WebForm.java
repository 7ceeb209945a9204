package dev.serve.grpc.web;

import dev.serve.grpc.http.Fielded;
import dev.serve.grpc.http.Form;
import dev.serve.grpc.http.Frames;
import dev.serve.grpc.http.PlainCall;
import io.grpc.Status;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call by gRPC-Web. Its messages are those of gRPC; what ends it comes behind them, as one more
 * that is marked in the highest bit of its flag:
 *
 * <pre>
 * +-------------+-----------------+---------------------------------------
 * | 0x80 (1)    | length (4)      | grpc-status: 0 CR LF grpc-message: ...
 * +-------------+-----------------+---------------------------------------
 * </pre>
 *
 * <p>In the text form each piece that leaves is Base64 of its own, padding included, so that a
 * client can decode what it has. A call that fails before it has said anything is told in the head.
 */
public final class WebForm implements Form {

    private static final byte TRAILERS = (byte) 0x80;
    private static final int PIECE = 16 * 1024;
    private static final Set<String> OURS = Set.of("content-type");

    private final ServerRequest request;
    private final boolean text;
    private final WebType answer;
    private final Base64Pieces decoder = new Base64Pieces();
    private @Nullable InputStream body;
    private boolean ended;

    /**
     * Of a request.
     *
     * @param type the one of the request
     */
    public WebForm(ServerRequest request, WebType type) {
        this.request = request;
        this.text = type.text();
        this.answer = type.answer(request.headers());
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        InputStream in = body;
        if (in == null) {
            in = request.content().inputStream();
            body = in;
        }
        byte[] piece = new byte[PIECE];
        while (!ended) {
            int count = in.read(piece);
            ended = count < 0;
            byte[] bytes = text ? decoded(piece, count) : Arrays.copyOf(piece, Math.max(0, count));
            if (bytes.length > 0) {
                return bytes;
            }
        }
        return null;
    }

    /** A negative count is the end. */
    private byte[] decoded(byte[] piece, int count) {
        try {
            return count < 0 ? decoder.end() : decoder.decode(piece, count);
        } catch (IllegalArgumentException e) {
            throw Status.INTERNAL
                    .withDescription("The body is no Base64 (expected: " + answer + ")")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    @Override
    public void begin(Headers head, ServerResponse response) {
        Fielded.add(head, OURS, response);
        response.header(HeaderNames.CONTENT_TYPE, answer.toString());
    }

    @Override
    public byte[] part(byte[] frames, int offset, int length) {
        return encoded(Arrays.copyOfRange(frames, offset, offset + length));
    }

    @Override
    public byte[] end(Headers trailers) {
        return trailers.size() == 0 ? new byte[0] : encoded(frame(trailers));
    }

    private byte[] encoded(byte[] bytes) {
        return answer.text() ? Base64.getEncoder().encode(bytes) : bytes;
    }

    private static byte[] frame(Headers trailers) {
        StringBuilder lines = new StringBuilder();
        for (Header trailer : trailers) {
            for (String value : trailer.allValues()) {
                lines.append(trailer.headerName().lowerCase())
                        .append(": ")
                        .append(value)
                        .append("\r\n");
            }
        }
        byte[] block = lines.toString().getBytes(StandardCharsets.US_ASCII);
        return Frames.framed(TRAILERS, block);
    }

    @Override
    public void answer(Headers head, byte[] frames, Headers trailers, ServerResponse response)
            throws IOException {
        begin(head, response);
        // Messages have their own compression, of which the client has told.
        OutputStream out = PlainCall.uncompressed(response);
        out.write(part(frames, 0, frames.length));
        out.write(end(trailers));
        out.close();
    }
}
