package dev.serve.http.message;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The header fields of a request after a filter has set some. */
final class ChangedFields implements OwnFields {

    private final WritableHeaders<?> fields;
    private ServerRequestHeaders view;

    ChangedFields(ServerRequestHeaders received) {
        this.fields = WritableHeaders.create(received);
        this.view = ServerRequestHeaders.create(fields);
    }

    /** Sets a field. */
    void set(Header header) {
        fields.set(header);
        // What was made of the fields before is forgotten.
        view = ServerRequestHeaders.create(fields);
    }

    @Override
    public List<String> all(HeaderName name, Supplier<List<String>> defaultSupplier) {
        return view.all(name, defaultSupplier);
    }

    @Override
    public boolean contains(HeaderName name) {
        return view.contains(name);
    }

    @Override
    public boolean contains(Header value) {
        return view.contains(value);
    }

    @Override
    public Header get(HeaderName name) {
        return view.get(name);
    }

    @Override
    public int size() {
        return view.size();
    }

    @Override
    public List<HttpMediaType> acceptedTypes() {
        return view.acceptedTypes();
    }

    @Override
    public Optional<HttpMediaType> contentType() {
        return view.contentType();
    }

    @Override
    public Parameters cookies() {
        return view.cookies();
    }

    @Override
    public Iterator<Header> iterator() {
        return view.iterator();
    }

    @Override
    public String toString() {
        return view.toString();
    }
}
