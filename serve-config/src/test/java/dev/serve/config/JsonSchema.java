package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code docs/serve.schema.json}, by which editors complete and check {@code serve.yaml},
 * from the descriptors that binding reads too. Draft 7, which every editor knows.
 */
final class JsonSchema {

    private static final Pattern FROM_TO = Pattern.compile("from (\\d+) to (\\d+)");
    private static final Map<String, Object> REFERENCE = ref("reference");
    private static final Map<String, Object> ELSEWHERE = ref("elsewhere");

    private JsonSchema() {}

    /** The whole schema, as maps, lists and texts. */
    static Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "http://json-schema.org/draft-07/schema#");
        document.put("title", "Configuration of Serve");
        document.put(
                "$comment", "Generated from the key descriptors; do not edit. CONFIG.md says how.");
        document.putAll(section(ServerConfig.SCHEMA, "The configuration of a server."));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(
                "reference",
                Map.of(
                        "type",
                        "string",
                        "pattern",
                        "\\$\\{",
                        "description",
                        "Such as ${PORT:3000}"));
        definitions.put("elsewhere", elsewhere());
        definitions.put("free", free());
        document.put("definitions", definitions);
        return document;
    }

    private static Map<String, Object> elsewhere() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "A secret: what a file holds, or an environment variable.");
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("file", Map.of("type", "string"));
        properties.put("env", Map.of("type", "string"));
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        return schema;
    }

    private static Map<String, Object> free() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "object");
        map.put("additionalProperties", ref("free"));
        return anyOf(List.of(Map.of("type", List.of("string", "number", "boolean")), map));
    }

    private static Map<String, Object> section(Schema<?, ?> schema, String doc) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Schema.Property<?, ?> property : schema.properties()) {
            properties.put(property.name(), property(property));
            if (property instanceof Schema.Value<?, ?, ?> value
                    && value.key().defaultText().equals("required")) {
                required.add(property.name());
            }
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("description", doc);
        section.put("type", "object");
        section.put("properties", properties);
        section.put("additionalProperties", false);
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        return section;
    }

    private static Map<String, Object> property(Schema.Property<?, ?> property) {
        return switch (property) {
            case Schema.Value<?, ?, ?> value -> value(value.key());
            case Schema.Section<?, ?, ?, ?> section -> {
                Map<String, Object> keys = section(section.schema(), section.doc());
                yield section.optional() ? orNone(section.doc(), keys) : keys;
            }
            case Schema.Named<?, ?, ?, ?> named -> {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("description", named.doc());
                map.put("type", "object");
                map.put("propertyNames", Map.of("pattern", "^[a-z][a-z0-9-]*$"));
                map.put(
                        "additionalProperties",
                        orNone(named.doc(), section(named.schema(), named.doc())));
                yield map;
            }
            case Schema.Items<?, ?, ?, ?> items -> {
                Map<String, Object> list = new LinkedHashMap<>();
                list.put("description", items.doc());
                list.put("type", "array");
                list.put("items", section(items.schema(), items.doc()));
                yield list;
            }
            case Schema.FreeMap<?, ?> map -> {
                Map<String, Object> free = new LinkedHashMap<>();
                free.put("description", map.key().doc());
                free.put("type", "object");
                free.put("additionalProperties", ref("free"));
                yield free;
            }
        };
    }

    private static Map<String, Object> orNone(String doc, Map<String, Object> section) {
        Map<String, Object> either = new LinkedHashMap<>();
        either.put("description", doc);
        either.put("anyOf", List.of(section, Map.of("const", Tree.NONE)));
        return either;
    }

    private static Map<String, Object> value(Key<?> key) {
        List<Map<String, Object>> forms = new ArrayList<>(forms(key));
        if (Values.mayBeAbsent(key)) {
            forms.add(Map.of("const", Tree.NONE));
        }
        forms.add(REFERENCE);
        forms.add(ELSEWHERE);
        Map<String, Object> value = new LinkedHashMap<>();
        String expected = " Expected: " + key.expected() + ". Default: " + key.defaultText() + ".";
        value.put("description", key.doc() + expected);
        value.putAll(anyOf(forms));
        return value;
    }

    private static List<Map<String, Object>> forms(Key<?> key) {
        ValueType<?> type = key.type();
        String name = type.name();
        if (type.isList()) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("type", "array");
            list.put("items", Map.of("type", List.of("string", "number", "boolean")));
            return List.of(list, Map.of("type", "string"));
        }
        return switch (name) {
            case "integer" -> List.of(integer(key.range()));
            case "boolean" -> List.of(Map.of("type", "boolean"));
            case "duration" ->
                    List.of(
                            Map.of("const", 0),
                            pattern("^(0|[0-9]{1,15}\\s*(ms|s|m|h|d)|-?[Pp][A-Za-z0-9.+-]+)$"));
            case "size" ->
                    List.of(
                            integer("from 0 to " + Long.MAX_VALUE),
                            pattern("^[0-9]{1,15}\\s*(B|KiB|MiB|GiB)?$"));
            case "rate" -> List.of(pattern("^[0-9]{1,9}\\s*/\\s*(s|m|h)$"));
            case "rate of bytes" ->
                    List.of(
                            integer("from 0 to " + Long.MAX_VALUE),
                            pattern("^(none|[0-9]{1,15}\\s*(B|KiB|MiB|GiB)?(/s)?)$"));
            case "word" -> List.of(Map.of("enum", words(type)));
            case "path or PEM" -> List.of(Map.of("type", "string", "minLength", 1));
            case "text" -> List.of(Map.of("type", List.of("string", "number", "boolean")));
            default -> throw new IllegalStateException("no form for the type " + name);
        };
    }

    private static Map<String, Object> integer(String range) {
        Map<String, Object> integer = new LinkedHashMap<>();
        integer.put("type", "integer");
        Matcher bounds = FROM_TO.matcher(range);
        if (bounds.matches()) {
            integer.put("minimum", Long.parseLong(bounds.group(1)));
            integer.put("maximum", Long.parseLong(bounds.group(2)));
        } else if (range.startsWith("out of ")) {
            integer.put(
                    "enum",
                    List.of(range.substring("out of ".length()).split(", ", -1)).stream()
                            .map(Integer::valueOf)
                            .toList());
        }
        return integer;
    }

    /** The words as the reference page has them, and with underscores where those are read too. */
    private static List<String> words(ValueType<?> type) {
        List<String> words = new ArrayList<>();
        for (String word : type.expected().substring("one of ".length()).split(", ", -1)) {
            words.add(word);
            String other = word.replace('-', '_');
            if (!other.equals(word) && reads(type, other)) {
                words.add(other);
            }
        }
        return words;
    }

    private static boolean reads(ValueType<?> type, String text) {
        try {
            type.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Object> pattern(String pattern) {
        return Map.of("type", "string", "pattern", pattern);
    }

    private static Map<String, Object> ref(String definition) {
        return Map.of("$ref", "#/definitions/" + definition);
    }

    private static Map<String, Object> anyOf(List<Map<String, Object>> forms) {
        Map<String, Object> any = new LinkedHashMap<>();
        any.put("anyOf", forms);
        return any;
    }
}
