package dev.serve.grpc.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.serve.grpc.http.Frames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of an answer in JSON, whole or one field of them. Immutable. */
final class JsonText {

    private final Message prototype;
    private final @Nullable FieldDescriptor field;
    private final JsonFormat.Printer printer;

    JsonText(Binding binding, JsonFormat.TypeRegistry types) {
        this.prototype = binding.method().output();
        this.field = binding.responseBody();
        this.printer =
                JsonFormat.printer().usingTypeRegistry(types).omittingInsignificantWhitespace();
    }

    /**
     * The messages in these frames, which are whole and not compressed.
     *
     * @throws InvalidProtocolBufferException if one cannot be told, such as an Any of a type that
     *     nobody knows
     */
    List<String> of(byte[] frames, int offset, int length) throws InvalidProtocolBufferException {
        List<String> texts = new ArrayList<>();
        int at = offset;
        while (at < offset + length) {
            int size = Frames.length(frames, at);
            texts.add(of(prototype.getParserForType().parseFrom(frames, at + Frames.HEAD, size)));
            at += Frames.HEAD + size;
        }
        return texts;
    }

    private String of(Message message) throws InvalidProtocolBufferException {
        FieldDescriptor part = field;
        if (part == null) {
            return printer.print(message);
        }
        boolean isMessage = part.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (isMessage && !part.isRepeated()) {
            return printer.print((Message) message.getField(part));
        }
        JsonElement value =
                JsonParser.parseString(printer.alwaysPrintFieldsWithNoPresence().print(message))
                        .getAsJsonObject()
                        .get(part.getJsonName());
        return (value == null ? JsonNull.INSTANCE : value).toString();
    }
}
