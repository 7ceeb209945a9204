package dev.serve.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an object with known members, in order. Immutable.
 *
 * @param <T> what is written
 */
final class ObjectShape<T> implements Shape<T> {

    private final String name;
    private final List<Member<T>> members;

    ObjectShape(String name, List<Member<T>> members) {
        this.name = name;
        this.members = List.copyOf(members);
    }

    private enum Presence {
        ALWAYS,
        NULLABLE,
        OPTIONAL
    }

    /** One member; {@code get} takes it from what is written, as {@link Json} writes it. */
    record Member<T>(
            String name, Presence presence, Shape<?> shape, Function<T, @Nullable Object> get) {}

    /** With a member. */
    <V> ObjectShape<T> with(String member, Shape<? super V> shape, Function<T, V> get) {
        return add(member, Presence.ALWAYS, shape, value -> shape.write(get.apply(value)));
    }

    /** With a member that may be null. */
    <V> ObjectShape<T> withNullable(
            String member, Shape<? super V> shape, Function<T, @Nullable V> get) {
        return add(member, Presence.NULLABLE, shape, value -> some(shape, get.apply(value)));
    }

    /** With a member that is there unless it is null. */
    <V> ObjectShape<T> withSome(
            String member, Shape<? super V> shape, Function<T, @Nullable V> get) {
        return add(member, Presence.OPTIONAL, shape, value -> some(shape, get.apply(value)));
    }

    private static <V> @Nullable Object some(Shape<? super V> shape, @Nullable V value) {
        return value == null ? null : shape.write(value);
    }

    /** With the members of another one. */
    <V> ObjectShape<T> withAll(ObjectShape<V> other, Function<T, V> get) {
        List<Member<T>> more = new ArrayList<>(members);
        for (Member<V> each : other.members) {
            more.add(
                    new Member<>(
                            each.name(),
                            each.presence(),
                            each.shape(),
                            value -> each.get().apply(get.apply(value))));
        }
        return new ObjectShape<>(name, more);
    }

    /** With a member of a body, which need not be there. */
    ObjectShape<T> may(String member, Shape<?> shape) {
        return add(member, Presence.OPTIONAL, shape, value -> null);
    }

    /** With a member of a body, which must be there. */
    ObjectShape<T> must(String member, Shape<?> shape) {
        return add(member, Presence.ALWAYS, shape, value -> null);
    }

    private ObjectShape<T> add(
            String member, Presence presence, Shape<?> shape, Function<T, @Nullable Object> get) {
        List<Member<T>> more = new ArrayList<>(members);
        more.add(new Member<>(member, presence, shape, get));
        return new ObjectShape<>(name, more);
    }

    /** The names of its members. */
    List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    @Override
    public Fields write(T value) {
        Fields fields = new Fields();
        for (Member<T> member : members) {
            Object written = member.get().apply(value);
            if (written != null || member.presence() != Presence.OPTIONAL) {
                fields.with(member.name(), written);
            }
        }
        return fields;
    }

    @Override
    public Fields schema(Map<String, Fields> named) {
        if (!named.containsKey(name)) {
            named.put(name, described(named));
        }
        return Shape.reference(name);
    }

    private Fields described(Map<String, Fields> named) {
        Map<String, Fields> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Member<T> member : members) {
            Fields schema = member.shape().schema(named);
            boolean nullable = member.presence() == Presence.NULLABLE;
            properties.put(member.name(), nullable ? Shape.nullable(schema) : schema);
            if (member.presence() != Presence.OPTIONAL) {
                required.add(member.name());
            }
        }
        return Shape.type("object").with("required", required).with("properties", properties);
    }
}
