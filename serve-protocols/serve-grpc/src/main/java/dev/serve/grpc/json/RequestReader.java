package dev.serve.grpc.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import io.helidon.common.uri.UriQuery;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to a message: its body is the message or a field of it, its path names fields, and its
 * query those that neither does. What does not fit is INVALID_ARGUMENT, with its name. Immutable.
 */
final class RequestReader {

    private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

    private final Binding binding;
    private final Map<String, String> path;
    private final UriQuery query;
    private final JsonFormat.Parser parser;

    RequestReader(
            Binding binding,
            Map<String, String> path,
            UriQuery query,
            JsonFormat.TypeRegistry types) {
        this.binding = binding;
        this.path = path;
        this.query = query;
        this.parser = JsonFormat.parser().usingTypeRegistry(types);
    }

    /** Whether there is something in the body. */
    boolean wantsBody() {
        return !binding.body().isEmpty();
    }

    /**
     * Reads it.
     *
     * @param body in UTF-8; one without content is an empty message
     * @throws io.grpc.StatusRuntimeException if it does not fit
     */
    Message read(byte[] body) {
        Message.Builder message = binding.method().input().newBuilderForType();
        List<FieldPath> bound = new ArrayList<>();
        if (wantsBody() && body.length > 0) {
            body(body, message);
        }
        if (wantsBody() && !binding.body().equals(Binding.WHOLE)) {
            bound.add(field("body", binding.body()));
        }
        path.forEach(
                (name, value) -> {
                    FieldPath field = field("path", name);
                    field.clear(message);
                    put(field, List.of(value), "path: " + name, message);
                    bound.add(field);
                });
        for (String name : query.names()) {
            FieldPath field = field("query", name);
            if (binding.body().equals(Binding.WHOLE)
                    || bound.stream().anyMatch(other -> other.covers(field))) {
                throw invalid("query: " + name + " (expected: what body and path do not hold)");
            }
            put(field, query.all(name), "query: " + name, message);
        }
        return message.build();
    }

    private FieldPath field(String place, String name) {
        FieldPath field = FieldPath.of(binding.method().proto().getInputType(), name);
        if (field == null) {
            throw invalid(
                    place
                            + ": "
                            + name
                            + " (expected: a field of "
                            + binding.method().proto().getInputType().getFullName()
                            + ")");
        }
        return field;
    }

    private void put(FieldPath field, List<String> texts, String place, Message.Builder message) {
        try {
            merge(field.holding(texts), message);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw invalid(place + ": " + e.getMessage());
        }
    }

    private void body(byte[] body, Message.Builder message) {
        try {
            JsonElement json = parsed(body);
            if (binding.body().equals(Binding.WHOLE)) {
                merge(json, message);
            } else {
                merge(field("body", binding.body()).holding(json), message);
            }
        } catch (InvalidProtocolBufferException e) {
            throw invalid("body: " + e.getMessage());
        } catch (IOException | JsonParseException e) {
            throw invalid("body" + place(e) + " (expected: one value of JSON, in UTF-8)");
        }
    }

    /** Where the reader was; what else it says is about its own settings. */
    private static String place(Exception e) {
        Matcher matcher = PLACE.matcher(String.valueOf(e.getMessage()));
        return matcher.find() ? matcher.group() : "";
    }

    /** RFC 8259 to the letter: protobuf's own reader takes more. */
    private static JsonElement parsed(byte[] body) throws IOException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement json = JsonParser.parseReader(reader);
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new JsonParseException("more than one value");
        }
        return json;
    }

    /** On its own first: fields that are there already would be in its way. */
    private void merge(JsonElement json, Message.Builder message)
            throws InvalidProtocolBufferException {
        Message.Builder one = message.getDefaultInstanceForType().newBuilderForType();
        parser.merge(json.toString(), one);
        message.mergeFrom(one.build());
    }

    private static RuntimeException invalid(String description) {
        return Status.INVALID_ARGUMENT.withDescription(description).asRuntimeException();
    }
}
