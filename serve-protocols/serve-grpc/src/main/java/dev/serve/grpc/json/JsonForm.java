package dev.serve.grpc.json;

import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import dev.serve.grpc.http.Fielded;
import dev.serve.grpc.http.Form;
import dev.serve.grpc.http.Frames;
import io.grpc.Status.Code;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call in JSON. The answer of a method that streams is an array, or lines of JSON for a client
 * that accepts {@code application/x-ndjson}.
 *
 * <p>A call that fails is answered as {@code google.rpc.Status}, with the status of HTTP that
 * belongs to its code; in an array or in lines that have begun, <code>{"error": ...}</code> with
 * that is the last.
 */
public final class JsonForm implements Form {

    private static final System.Logger LOG = System.getLogger(JsonForm.class.getName());

    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    /** Fields that are about messages of gRPC, or are told in the body. */
    private static final Set<String> OURS =
            Set.of(
                    "content-type",
                    "grpc-accept-encoding",
                    "grpc-encoding",
                    "grpc-status",
                    "grpc-message",
                    "grpc-status-details-bin");

    private final ServerRequest request;
    private final RequestReader reader;
    private final JsonText writer;
    private final JsonFormat.TypeRegistry types;
    private final long most;
    private final boolean streams;
    private final boolean lines;
    private boolean read;
    private boolean told;

    /**
     * Of a request.
     *
     * @param path what the path says of fields
     * @param types of what may stand in an Any
     * @param most the largest body, in bytes
     */
    public JsonForm(
            ServerRequest request,
            Binding binding,
            Map<String, String> path,
            JsonFormat.TypeRegistry types,
            long most) {
        this.request = request;
        this.reader = new RequestReader(binding, path, request.query(), types);
        this.writer = new JsonText(binding, types);
        this.types = types;
        this.most = most;
        this.streams = binding.method().serverStreams();
        this.lines = streams && acceptsLines(request);
    }

    private static boolean acceptsLines(ServerRequest request) {
        for (HttpMediaType accepted : request.headers().acceptedTypes()) {
            if (accepted.mediaType().text().equals(LINES)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        if (read) {
            return null;
        }
        read = true;
        Message message = reader.read(reader.wantsBody() ? body() : new byte[0]);
        return Frames.framed((byte) 0, message.toByteArray());
    }

    private byte[] body() throws IOException {
        int limit = (int) Math.min(most + 1, Integer.MAX_VALUE - 8);
        InputStream in = request.content().inputStream();
        byte[] body = in.readNBytes(limit);
        if (body.length > most) {
            throw io.grpc.Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "A body of more than "
                                    + most
                                    + " bytes (expected: at most "
                                    + most
                                    + ")")
                    .asRuntimeException();
        }
        return body;
    }

    @Override
    public void begin(Headers head, ServerResponse response) {
        Fielded.add(head, OURS, response);
        response.header(HeaderNames.CONTENT_TYPE, lines ? LINES : JSON);
    }

    @Override
    public byte[] part(byte[] frames, int offset, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (String message : writer.of(frames, offset, length)) {
                add(message, text);
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.log(WARNING, "an answer cannot be told in JSON", e);
            throw e;
        }
        return bytes(text);
    }

    private void add(String json, StringBuilder text) {
        if (lines) {
            text.append(json).append('\n');
        } else {
            text.append(told ? "," : "[").append(json);
        }
        told = true;
    }

    @Override
    public byte[] end(Headers trailers) {
        StringBuilder text = new StringBuilder();
        Status status = JsonStatus.of(trailers);
        if (status.getCode() != Code.OK.value()) {
            add("{\"error\":" + JsonStatus.text(status, types) + "}", text);
        }
        if (!lines) {
            text.append(told ? "]" : "[]");
        }
        return bytes(text);
    }

    @Override
    public void answer(Headers head, byte[] frames, Headers trailers, ServerResponse response)
            throws IOException {
        begin(head, response);
        if (trailers.size() > 0) {
            Fielded.add(trailers, OURS, response);
        }
        Headers end = trailers.size() > 0 ? trailers : head;
        Status status = JsonStatus.of(end);
        boolean failed = status.getCode() != Code.OK.value();
        if (failed && (frames.length == 0 || !streams)) {
            fail(status, response);
        } else if (streams) {
            response.send(joined(part(frames, 0, frames.length), end(end)));
        } else {
            one(frames, response);
        }
    }

    private void one(byte[] frames, ServerResponse response) {
        try {
            String text = writer.of(frames, 0, frames.length).getFirst();
            response.send(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidProtocolBufferException e) {
            LOG.log(WARNING, "an answer cannot be told in JSON", e);
            fail(
                    Status.newBuilder()
                            .setCode(Code.INTERNAL.value())
                            .setMessage("The answer cannot be told in JSON")
                            .build(),
                    response);
        }
    }

    private void fail(Status status, ServerResponse response) {
        response.status(JsonStatus.http(status.getCode()))
                .header(HeaderNames.CONTENT_TYPE, JSON)
                .send(JsonStatus.text(status, types).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
