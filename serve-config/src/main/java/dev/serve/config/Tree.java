package dev.serve.config;

import dev.serve.api.config.Origin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration as it was written, before it has types: texts, maps and lists, each with its place.
 * Immutable.
 */
sealed interface Tree {

    /** Where it begins. */
    Origin origin();

    /**
     * One value.
     *
     * @param text as it was written, quotes taken off; {@code 0660} stays {@code 0660}
     * @param missing whether there was nothing, or YAML's null
     * @param secret whether it is never shown, whatever its key
     */
    record Leaf(String text, boolean missing, boolean secret, Origin origin) implements Tree {

        static Leaf of(String text, Origin origin) {
            return new Leaf(text, false, false, origin);
        }

        /** What stands where nothing was written. */
        static Leaf nothing(String text, Origin origin) {
            return new Leaf(text, true, false, origin);
        }

        static Leaf secret(String text, Origin origin) {
            return new Leaf(text, false, true, origin);
        }

        /** Whether it is the word that takes a value or a section away. */
        boolean isNone() {
            return text.equals(NONE);
        }
    }

    /** A map, in the order it was written. */
    record Branch(Map<String, Field> fields, Origin origin) implements Tree {

        public Branch {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        static Branch empty(Origin origin) {
            return new Branch(Map.of(), origin);
        }

        /** What stands under a key; null for nothing. */
        @Nullable Tree get(String name) {
            Field field = fields.get(name);
            return field == null ? null : field.value();
        }

        /** What stands under the parts of a full key; null for nothing. */
        @Nullable Tree at(List<String> path) {
            Tree value = get(path.getFirst());
            return path.size() == 1 || value == null
                    ? value
                    : value instanceof Branch below ? below.at(path.subList(1, path.size())) : null;
        }
    }

    /** A list. */
    record Sequence(List<Tree> items, Origin origin) implements Tree {

        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Takes away what is below it, whatever it is, so that the default is in force again. */
    record Gone(Origin origin) implements Tree {}

    /**
     * What stands in a map under one key.
     *
     * @param origin where the key stands
     */
    record Field(Origin origin, Tree value) {}

    /** The word that takes an optional value or section away. */
    String NONE = "none";
}
