package dev.serve.admin;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a configuration, from the descriptors that {@link ConfigTree} writes it by.
 * Nothing in it is required: a key may be left out. Immutable.
 *
 * @param types of a value that a file writes as text
 * @param sections types of a section
 */
record ConfigSchema(List<String> types, List<String> sections) {

    /** What {@link ConfigTree} writes. A number that is masked is a text. */
    static final Shape<Map<String, @Nullable Object>> TREE =
            named -> new ConfigSchema(List.of("string"), List.of("object")).in(named, "Config");

    /**
     * A part that is to change (RFC 7396): null takes a key back, an object says where it stands.
     */
    static final Shape<Object> PATCH =
            named ->
                    new ConfigSchema(
                                    List.of("string", "number", "boolean", "object", "null"),
                                    List.of("object", "string", "null"))
                            .in(named, "ConfigPatch");

    private Fields in(Map<String, Fields> named, String name) {
        named.computeIfAbsent(name, key -> section(ServerConfig.SCHEMA).with("type", "object"));
        return Shape.reference(name);
    }

    private Fields section(Schema<?, ?> schema) {
        Map<String, Fields> properties = new LinkedHashMap<>();
        for (Schema.Property<?, ?> property : schema.properties()) {
            properties.put(property.name(), property(property));
        }
        return new Fields().with("type", sections).with("properties", properties);
    }

    private Fields property(Schema.Property<?, ?> property) {
        return switch (property) {
            case Schema.Value<?, ?, ?> value -> value(value.key());
            case Schema.FreeMap<?, ?> map ->
                    described(map.key().doc())
                            .with("type", sections)
                            .with("additionalProperties", new Fields().with("type", types));
            case Schema.Section<?, ?, ?, ?> section ->
                    section(section.schema()).with("description", section.doc());
            case Schema.Named<?, ?, ?, ?> named ->
                    described(named.doc())
                            .with("type", sections)
                            .with("additionalProperties", section(named.schema()));
            case Schema.Items<?, ?, ?, ?> items ->
                    described(items.doc())
                            .with("type", "array")
                            .with("items", section(items.schema()));
        };
    }

    private Fields value(Key<?> key) {
        List<String> own = new ArrayList<>(types);
        Fields value = described(key.doc() + " Expected: " + key.expected() + ".");
        switch (key.type().name()) {
            case "integer" -> own.addFirst("integer");
            case "boolean" -> own.addFirst("boolean");
            default -> {
                if (key.type().isList()) {
                    own.addFirst("array");
                    value.with("items", Shape.type("string"));
                }
            }
        }
        return value.with("type", own.stream().distinct().toList());
    }

    private static Fields described(String doc) {
        return new Fields().with("description", doc);
    }
}
