package dev.serve.http.message;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request, left as bytes until one is asked for: most handlers read none or
 * two. Fields of one name are one {@link Header} with several values, in their order. Values are
 * ISO-8859-1.
 *
 * <p>Immutable to the outside. Belongs to the request's thread.
 */
public final class RequestFields implements OwnFields {

    /** Numbers a field takes in the table: where name and value begin and end. */
    public static final int SPAN = 4;

    private final byte[] bytes;
    private final int[] spans;
    private final int count;
    private @Nullable Map<HeaderName, Header> all;
    private @Nullable ServerRequestHeaders typed;

    /**
     * Fields in bytes that nobody changes any longer.
     *
     * @param spans for each field: begin and end of its name, begin and end of its value
     * @param count how many fields
     */
    public RequestFields(byte[] bytes, int[] spans, int count) {
        this.bytes = bytes;
        this.spans = spans;
        this.count = count;
    }

    /** The first field of a name, lower case; -1 when there is none. */
    private int find(String name, int from) {
        for (int field = from; field < count; field++) {
            int at = field * SPAN;
            if (Octets.equalsIgnoreCase(bytes, spans[at], spans[at + 1], name)) {
                return field;
            }
        }
        return -1;
    }

    private String value(int field) {
        int at = field * SPAN;
        return latin(spans[at + 2], spans[at + 3]);
    }

    private String latin(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> all(HeaderName name, Supplier<List<String>> defaultSupplier) {
        int field = find(name.lowerCase(), 0);
        return field < 0 ? defaultSupplier.get() : values(name, field);
    }

    private List<String> values(HeaderName name, int first) {
        int next = find(name.lowerCase(), first + 1);
        if (next < 0) {
            return List.of(value(first));
        }
        List<String> values = new ArrayList<>();
        values.add(value(first));
        for (; next >= 0; next = find(name.lowerCase(), next + 1)) {
            values.add(value(next));
        }
        return values;
    }

    @Override
    public boolean contains(HeaderName name) {
        return find(name.lowerCase(), 0) >= 0;
    }

    @Override
    public boolean contains(Header expected) {
        int field = find(expected.headerName().lowerCase(), 0);
        return field >= 0 && values(expected.headerName(), field).equals(expected.allValues());
    }

    @Override
    public Header get(HeaderName name) {
        int field = find(name.lowerCase(), 0);
        if (field < 0) {
            throw new NoSuchElementException(
                    "header " + name.defaultCase() + " is not in the request");
        }
        List<String> values = values(name, field);
        return values.size() == 1
                ? HeaderValues.create(name, values.getFirst())
                : HeaderValues.create(name, values);
    }

    @Override
    public int size() {
        return everything().size();
    }

    @Override
    public Iterator<Header> iterator() {
        return everything().values().iterator();
    }

    private Map<HeaderName, Header> everything() {
        Map<HeaderName, Header> known = all;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (int field = 0; field < count; field++) {
                int at = field * SPAN;
                HeaderName name = HeaderNames.create(latin(spans[at], spans[at + 1]));
                if (!known.containsKey(name)) {
                    known.put(name, get(name));
                }
            }
            all = known;
        }
        return known;
    }

    /** Helidon's reading of the fields it knows, with what it keeps of them. */
    private ServerRequestHeaders typed() {
        ServerRequestHeaders reading = typed;
        if (reading == null) {
            reading = ServerRequestHeaders.create(this);
            typed = reading;
        }
        return reading;
    }

    @Override
    public Optional<HttpMediaType> contentType() {
        return typed().contentType();
    }

    @Override
    public List<HttpMediaType> acceptedTypes() {
        return typed().acceptedTypes();
    }

    @Override
    public Parameters cookies() {
        return typed().cookies();
    }

    /** Names alone: values may be secrets. */
    @Override
    public String toString() {
        return everything().keySet().toString();
    }
}
