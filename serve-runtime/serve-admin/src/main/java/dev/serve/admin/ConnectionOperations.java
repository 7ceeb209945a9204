package dev.serve.admin;

import dev.serve.api.pool.CloseMode;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.PoolView;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections: a page of them, filtered and sorted here, so that whoever looks needs not hold ten
 * thousand; one of them; and its end. Stateless.
 */
final class ConnectionOperations {

    private static final String TAG = "connections";
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 1_000;

    private static final Comparator<ConnectionView> OLDEST =
            Comparator.comparing(ConnectionView::opened);

    private static final Map<String, Comparator<ConnectionView>> ORDERS = new LinkedHashMap<>();

    static {
        ORDERS.put("opened", OLDEST);
        ORDERS.put("listener", Comparator.comparing(ConnectionView::listener));
        ORDERS.put("peer", Comparator.comparing(ConnectionView::peer));
        ORDERS.put("protocol", Comparator.comparing(ConnectionView::protocol));
        ORDERS.put("requests", Comparator.comparingLong(ConnectionView::requests));
        ORDERS.put("inFlight", Comparator.comparingInt(ConnectionView::inFlight));
        ORDERS.put("bytesIn", Comparator.comparingLong(ConnectionView::bytesIn));
        ORDERS.put("bytesOut", Comparator.comparingLong(ConnectionView::bytesOut));
        ORDERS.put("active", Comparator.comparing(ConnectionOperations::lastActive));
    }

    private static final List<String> DIRECTIONS = List.of("asc", "desc");

    private static final Map<String, CloseMode> MODES = new LinkedHashMap<>();

    static {
        MODES.put("drain", CloseMode.DRAIN);
        MODES.put("abort", CloseMode.ABORT);
        MODES.put("interrupt", CloseMode.ABORT_AND_INTERRUPT);
    }

    private static final List<ConnectionView> NONE = List.of();

    private ConnectionOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.look(
                        "/pools",
                        TAG,
                        "The pool of each listener: figures and health.",
                        Content.POOLS,
                        call -> Answer.json(Views.each(call.server(), Views.POOL))),
                Operation.look(
                                "/connections",
                                TAG,
                                "Open connections, a page at a time.",
                                Content.CONNECTIONS,
                                ConnectionOperations::list)
                        .query("listener", "string", "Of this listener.")
                        .query("protocol", "string", "That speak this, such as h2.")
                        .query("q", "string", "Whose id, peer, protocol or TLS facts hold this.")
                        .query("sort", ORDERS.keySet(), "By what they are sorted; opened.")
                        .query("order", DIRECTIONS, "asc.")
                        .query("page", "integer", "From 1.")
                        .query("size", "integer", "Of a page; 50, at most 1000.")
                        .says(404, "There is no such listener."),
                Operation.look(
                                "/listeners/{listener}/connections/{id}",
                                TAG,
                                "One connection.",
                                Content.CONNECTION,
                                ConnectionOperations::one)
                        .says(404, "There is no such connection."),
                Operation.command(
                                Method.DELETE,
                                "/listeners/{listener}/connections/{id}",
                                TAG,
                                "Closes a connection.",
                                Content.CLOSED_CONNECTION,
                                ConnectionOperations::close)
                        .query(
                                "mode",
                                MODES.keySet(),
                                "drain (what is inside finishes), abort (at once), interrupt (its thread too); drain.")
                        .says(404, "There is no such connection."));
    }

    /** A page of connections. */
    record Page(int total, int matching, int page, int size, List<ConnectionView> connections) {

        static final ObjectShape<Page> SHAPE =
                Shape.<Page>object("Connections")
                        .with("total", Shape.INTEGER, Page::total)
                        .with("matching", Shape.INTEGER, Page::matching)
                        .with("page", Shape.INTEGER, Page::page)
                        .with("size", Shape.INTEGER, Page::size)
                        .with("connections", Shape.list(Views.CONNECTION), Page::connections);
    }

    /** Which connection was closed, and how. */
    record Closed(String listener, String id, String mode) {

        static final ObjectShape<Closed> SHAPE =
                Shape.<Closed>object("ClosedConnection")
                        .with("listener", Shape.TEXT, Closed::listener)
                        .with("id", Shape.TEXT, Closed::id)
                        .with("mode", Shape.words(MODES.keySet()), Closed::mode);
    }

    private static Answer list(Call call) {
        String sort = call.oneOf("sort", "opened", List.copyOf(ORDERS.keySet()));
        boolean descending = call.oneOf("order", "asc", DIRECTIONS).equals("desc");
        int size = call.number("size", PAGE, 1, LARGEST_PAGE);
        int page = call.number("page", 1, 1, Integer.MAX_VALUE);
        String named = ServerOperations.wanted(call);
        List<ConnectionView> all =
                Views.each(
                                call.server(),
                                (view, pool) ->
                                        named == null || named.equals(view.name())
                                                ? pool.connections()
                                                : NONE)
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        Predicate<ConnectionView> wanted = wanted(call);
        Comparator<ConnectionView> order = ORDERS.getOrDefault(sort, OLDEST);
        List<ConnectionView> matching =
                all.stream()
                        .filter(wanted)
                        .sorted(
                                (descending ? order.reversed() : order)
                                        .thenComparing(ConnectionView::listener)
                                        .thenComparing(ConnectionView::id))
                        .toList();
        List<ConnectionView> shown =
                matching.stream().skip((page - 1L) * size).limit(size).toList();
        return Answer.json(
                Page.SHAPE.write(new Page(all.size(), matching.size(), page, size, shown)));
    }

    private static Predicate<ConnectionView> wanted(Call call) {
        @Nullable String protocol = call.query("protocol").orElse(null);
        String words = call.query("q").orElse("").toLowerCase(Locale.ROOT);
        return connection ->
                (protocol == null || connection.protocol().equals(protocol))
                        && (words.isEmpty() || text(connection).contains(words));
    }

    private static String text(ConnectionView connection) {
        return String.join(
                        " ",
                        connection.id(),
                        connection.listener(),
                        connection.peer(),
                        connection.protocol(),
                        String.valueOf(connection.tls()),
                        String.valueOf(connection.unixPeer()))
                .toLowerCase(Locale.ROOT);
    }

    private static Instant lastActive(ConnectionView view) {
        Instant in = view.lastIn() == null ? view.opened() : view.lastIn();
        Instant out = view.lastOut() == null ? view.opened() : view.lastOut();
        return in.isAfter(out) ? in : out;
    }

    private static Answer one(Call call) {
        return ServerOperations.pool(call)
                .find(call.path("id"))
                .map(view -> Answer.json(Views.CONNECTION.write(view)))
                .orElseThrow(() -> unknown(call));
    }

    private static Answer close(Call call) {
        PoolView pool = ServerOperations.pool(call);
        String word = call.oneOf("mode", "drain", List.copyOf(MODES.keySet()));
        CloseMode mode = MODES.getOrDefault(word, CloseMode.DRAIN);
        if (!pool.close(call.path("id"), mode)) {
            throw unknown(call);
        }
        call.outcome(word);
        return Answer.json(
                Closed.SHAPE.write(new Closed(call.path("listener"), call.path("id"), word)));
    }

    private static ApiProblem unknown(Call call) {
        return ApiProblem.notFound(
                "no connection \"%s\" on listener \"%s\" (expected: an open one)"
                        .formatted(call.path("id"), call.path("listener")));
    }
}
