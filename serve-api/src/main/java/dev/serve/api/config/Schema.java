package dev.serve.api.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one configuration record and how they reach it: a list of properties over the record
 * and its builder. The binder walks it to fill a builder, the reference page and dumps walk it to
 * print. Immutable.
 *
 * @param name what the record describes, such as {@code pool}
 * @param toBuilder a builder that holds the values of a record
 * @param build makes the record; throws {@link IllegalArgumentException} when values do not fit
 *     together
 * @param properties the keys and sections, in the order of the reference page
 * @param <R> the record
 * @param <B> its builder
 */
public record Schema<R, B>(
        String name,
        Function<R, B> toBuilder,
        Function<B, R> build,
        List<Property<R, B>> properties) {

    /** Copies the list. */
    public Schema {
        properties = List.copyOf(properties);
    }

    /** One entry under a record: a single value, or a section of further keys. */
    public sealed interface Property<R, B> {

        /** The key's last part. */
        String name();
    }

    /**
     * A single value.
     *
     * @param key its description
     * @param set puts it into the builder
     * @param get takes it from the record; null when it has none
     */
    public record Value<R, B, T>(Key<T> key, BiConsumer<B, T> set, Function<R, @Nullable T> get)
            implements Property<R, B> {
        @Override
        public String name() {
            return key.name();
        }
    }

    /**
     * A record inside the record.
     *
     * @param name the section's key
     * @param doc what the section is for
     * @param optional whether a record may be without it; {@code none} then takes it away
     * @param schema its keys
     * @param start an empty builder, for when the section is not there yet
     * @param set puts it into the builder
     * @param get takes it from the record; null when the section is absent
     */
    public record Section<R, B, S, SB>(
            String name,
            String doc,
            boolean optional,
            Schema<S, SB> schema,
            Supplier<SB> start,
            BiConsumer<B, S> set,
            Function<R, @Nullable S> get)
            implements Property<R, B> {}

    /**
     * Records by a name of the user's choice, such as {@code listeners}.
     *
     * @param entry what a name must be
     * @param start an empty builder, for a name not there yet
     */
    public record Named<R, B, S, SB>(
            String name,
            String doc,
            Key<String> entry,
            Schema<S, SB> schema,
            Supplier<SB> start,
            BiConsumer<B, Map<String, S>> set,
            Function<R, Map<String, S>> get)
            implements Property<R, B> {}

    /** A list of records, such as {@code routes}; a later source replaces the whole list. */
    public record Items<R, B, S, SB>(
            String name,
            String doc,
            Schema<S, SB> schema,
            Supplier<SB> start,
            BiConsumer<B, List<S>> set,
            Function<R, List<S>> get)
            implements Property<R, B> {}

    /**
     * A map of text under names of the user's choice, such as {@code ext}.
     *
     * @param key the description of the map and of each of its values
     * @param names what a name must be; names are kept as this type prints them
     */
    public record FreeMap<R, B>(
            Key<String> key,
            ValueType<?> names,
            BiConsumer<B, Map<String, String>> set,
            Function<R, Map<String, String>> get)
            implements Property<R, B> {
        @Override
        public String name() {
            return key.name();
        }

        /**
         * The text of an entry as it may be shown. One whose name may be anything may be anything,
         * too: what its name says of it then counts.
         */
        public String shown(String name, String text) {
            return names == ValueTypes.TEXT ? SecretValues.ofEntry(name, text) : text;
        }
    }
}
