package dev.serve.grpc.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a message, or of a message in it, such as {@code shelf.theme}. Immutable.
 *
 * @param steps from the outermost to the field itself, at least one
 */
record FieldPath(List<FieldDescriptor> steps) {

    FieldPath {
        steps = List.copyOf(steps);
    }

    /** Finds it by the names of protobuf or those of JSON; null if there is none. */
    static @Nullable FieldPath of(Descriptor type, String path) {
        List<FieldDescriptor> steps = new ArrayList<>();
        Descriptor inside = type;
        for (String name : path.split("\\.", -1)) {
            FieldDescriptor field = inside == null ? null : find(inside, name);
            if (field == null) {
                return null;
            }
            steps.add(field);
            boolean message =
                    field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated();
            inside = message ? field.getMessageType() : null;
        }
        return new FieldPath(steps);
    }

    private static @Nullable FieldDescriptor find(Descriptor type, String name) {
        FieldDescriptor found = type.findFieldByName(name);
        if (found != null) {
            return found;
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private FieldDescriptor field() {
        return steps.getLast();
    }

    /** Whether a text can stand for it in a path. */
    boolean isSingle() {
        return !field().isRepeated();
    }

    /** Whether it is the same field, or one that holds the other. */
    boolean covers(FieldPath other) {
        return other.steps.size() >= steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    /** The message with this field alone, in JSON. */
    JsonObject holding(JsonElement value) {
        JsonElement inside = value;
        for (FieldDescriptor step : steps.reversed()) {
            JsonObject around = new JsonObject();
            around.add(step.getJsonName(), inside);
            inside = around;
        }
        return inside.getAsJsonObject();
    }

    /** The same from the texts of a query, of which there is one but for a repeated field. */
    JsonObject holding(List<String> texts) {
        if (isSingle()) {
            if (texts.size() != 1) {
                throw new IllegalArgumentException(texts.size() + " values (expected: one)");
            }
            return holding(new JsonPrimitive(texts.getFirst()));
        }
        JsonArray all = new JsonArray();
        texts.forEach(all::add);
        return holding(all);
    }

    /** Takes the field out of a message. */
    void clear(Message.Builder message) {
        Message.Builder inside = message;
        for (FieldDescriptor step : steps.subList(0, steps.size() - 1)) {
            if (!inside.hasField(step)) {
                return;
            }
            inside = inside.getFieldBuilder(step);
        }
        Message.Builder ignored = inside.clearField(field());
    }
}
