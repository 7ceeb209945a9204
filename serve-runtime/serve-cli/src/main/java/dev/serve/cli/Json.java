package dev.serve.cli;

import io.helidon.json.JsonArray;
import io.helidon.json.JsonObject;
import io.helidon.json.JsonString;
import io.helidon.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is taken out of answers of the admin API. */
final class Json {

    private Json() {}

    /** A text; empty where there is none, or null. */
    static Optional<String> text(JsonObject object, String name) {
        return object.value(name)
                .filter(JsonString.class::isInstance)
                .map(value -> value.asString().value());
    }

    /** The texts of an array. */
    static List<String> texts(JsonObject object, String name) {
        return object.arrayValue(name, JsonArray.empty()).values().stream()
                .map(value -> value.asString().value())
                .toList();
    }

    /** The objects of an array. */
    static List<JsonObject> objects(JsonObject object, String name) {
        return object.arrayValue(name, JsonArray.empty()).values().stream()
                .map(JsonValue::asObject)
                .toList();
    }

    /** A moment; the beginning of time where there is none. */
    static Instant instant(JsonObject object, String name) {
        return text(object, name).map(Instant::parse).orElse(Instant.EPOCH);
    }
}
