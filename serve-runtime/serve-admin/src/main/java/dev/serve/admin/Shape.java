package dev.serve.admin;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How values are written as JSON, and the JSON Schema (2020-12) of what is written: said once, so
 * that neither changes without the other. Immutable.
 *
 * @param <T> what is written
 */
@FunctionalInterface
interface Shape<T> {

    /** Any text, and what is one by its {@code toString}. */
    Shape<Object> TEXT = named -> type("string");

    /** A whole number. */
    Shape<Number> INTEGER = named -> type("integer");

    /** A number, or null for what JSON has no word for. */
    Shape<Number> NUMBER = named -> new Fields().with("type", List.of("number", "null"));

    /** True or false. */
    Shape<Boolean> BOOLEAN = named -> type("boolean");

    /** A moment. */
    Shape<Instant> TIME = named -> type("string").with("format", "date-time");

    /** An object of which nothing is said. */
    Shape<Object> OBJECT = named -> type("object");

    /**
     * The schema.
     *
     * @param named takes the schemas of what has a name, which is referred to by it
     */
    Fields schema(Map<String, Fields> named);

    /** What {@link Json} writes for a value. */
    default @Nullable Object write(T value) {
        return value;
    }

    /** An object of the name that its schema has; with no members yet. */
    static <T> ObjectShape<T> object(String name) {
        return new ObjectShape<>(name, List.of());
    }

    /** One of some words. */
    static Shape<Object> words(Collection<String> words) {
        return named -> type("string").with("enum", words);
    }

    /** The word of a constant. */
    static <E extends Enum<E>> Shape<Object> words(Class<E> constants) {
        return words(Stream.of(constants.getEnumConstants()).map(Fields::word).toList());
    }

    /** A list. */
    static <T> Shape<Collection<? extends T>> list(Shape<T> item) {
        return new Shape<>() {
            @Override
            public Fields schema(Map<String, Fields> named) {
                return type("array").with("items", item.schema(named));
            }

            @Override
            public Object write(Collection<? extends T> value) {
                return value.stream().map(item::write).toList();
            }
        };
    }

    /** An object whose members have names that are not known before. */
    static <T> Shape<Map<?, ? extends T>> map(Shape<T> member) {
        return new Shape<>() {
            @Override
            public Fields schema(Map<String, Fields> named) {
                return type("object").with("additionalProperties", member.schema(named));
            }

            @Override
            public Object write(Map<?, ? extends T> value) {
                Map<Object, @Nullable Object> written = new LinkedHashMap<>();
                value.forEach((name, each) -> written.put(name, member.write(each)));
                return written;
            }
        };
    }

    /** Or null, in a body. */
    static <T> Shape<T> orNull(Shape<T> shape) {
        return named -> nullable(shape.schema(named));
    }

    /** The schema of something, or null. */
    static Fields nullable(Fields schema) {
        return new Fields().with("anyOf", List.of(schema, type("null")));
    }

    /** Refers to a schema by its name. */
    static Fields reference(String name) {
        return new Fields().with("$ref", "#/components/schemas/" + name);
    }

    /** The schema of a type. */
    static Fields type(String name) {
        return new Fields().with("type", name);
    }
}
