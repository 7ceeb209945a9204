package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve connections}: who is connected to the server of this directory; closes them too. */
@Command(
        name = "connections",
        description =
                "Lists the open connections of the server of this directory, or closes some; asks its admin listener.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it is told, or done",
            "1:no server runs here, it cannot be asked, or there is no such connection",
            "2:wrong usage"
        })
final class ConnectionsCommand implements Callable<Integer> {

    private static final int LARGEST_PAGE = 1_000;
    private static final String CONNECTIONS = "connections";

    @Mixin private Console console = new Console();

    @Mixin private Credentials credentials = new Credentials();

    @Option(names = "--listener", paramLabel = "NAME", description = "Of this listener alone.")
    private @Nullable String listener;

    @Option(names = "--protocol", paramLabel = "NAME", description = "That speak this, such as h2.")
    private @Nullable String protocol;

    @Option(
            names = "--find",
            paramLabel = "TEXT",
            description = "Whose id, peer, protocol or TLS facts hold this.")
    private @Nullable String find;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "opened",
            completionCandidates = Orders.class,
            description = "By ${COMPLETION-CANDIDATES}; opened without this.")
    private String sort = "";

    @Option(names = "--desc", description = "The largest or latest first.")
    private boolean descending;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "So many at most; 50 without this.")
    private int limit;

    @Option(
            names = "--close",
            paramLabel = "ID",
            description = "Closes the connection with this id. May be repeated.")
    private List<String> close = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "drain",
            completionCandidates = Modes.class,
            description =
                    "How it is closed: drain (what is inside finishes), abort (at once), interrupt (its thread too); drain without this.")
    private String mode = "";

    /** Constructed by picocli. */
    ConnectionsCommand() {}

    /** What the API sorts by. */
    static final class Orders extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Orders() {
            super(
                    List.of(
                            "opened",
                            "active",
                            "listener",
                            "peer",
                            "protocol",
                            "requests",
                            "inFlight",
                            "bytesIn",
                            "bytesOut"));
        }
    }

    /** How the API closes. */
    static final class Modes extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Modes() {
            super(List.of("drain", "abort", "interrupt"));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw console.wrong("--limit " + limit + " (expected: at least 1)");
        }
        oneOf("--sort", sort, new Orders());
        oneOf("--mode", mode, new Modes());
        AdminClient admin = AdminClient.of(Running.here().state(), credentials);
        if (close.isEmpty()) {
            list(admin);
        } else {
            close.forEach(id -> close(admin, id));
        }
        return CommandLine.ExitCode.OK;
    }

    private void oneOf(String option, String word, List<String> words) {
        if (!words.contains(word)) {
            throw console.wrong(
                    option + " " + word + " (expected: one of " + String.join(", ", words) + ")");
        }
    }

    private void list(AdminClient admin) {
        List<JsonObject> listed = new ArrayList<>();
        JsonObject page = page(admin, 1, find);
        listed.addAll(Json.objects(page, CONNECTIONS));
        // Those that come and go meanwhile may move others from page to page.
        for (int i = 2; listed.size() < limit && !Json.objects(page, CONNECTIONS).isEmpty(); i++) {
            page = page(admin, i, find);
            listed.addAll(Json.objects(page, CONNECTIONS));
        }
        List<JsonObject> shown = listed.subList(0, Math.min(limit, listed.size()));
        int matching = page.intValue("matching", 0);
        if (console.json()) {
            console.tell(
                    JsonObject.builder()
                            .set("total", page.intValue("total", 0))
                            .set("matching", matching)
                            .setValues(CONNECTIONS, shown));
            return;
        }
        if (!shown.isEmpty()) {
            Instant now = Instant.now();
            Table table = table();
            shown.forEach(each -> add(each, now, table));
            table.lines(Terminal.size().columns(), console.style()).forEach(console.out()::println);
        }
        console.out().println(count(shown.size(), matching));
    }

    private static String count(int shown, int matching) {
        String all = Words.counted(matching, "connection");
        return (shown < matching ? shown + " of " + all : all) + ".";
    }

    private JsonObject page(AdminClient admin, int page, @Nullable String words) {
        StringBuilder query = new StringBuilder("/connections?page=" + page);
        query.append("&size=").append(Math.min(limit, LARGEST_PAGE));
        with(query, "sort", sort);
        with(query, "order", descending ? "desc" : "asc");
        with(query, "listener", listener);
        with(query, "protocol", protocol);
        with(query, "q", words);
        return admin.get(query.toString());
    }

    private static void with(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(encoded(value));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Table table() {
        return new Table()
                .words("ID", 0)
                .words("LISTENER", 1)
                .words("PROTOCOL", 3)
                .words("PEER", 2)
                .numbers("AGE", 5)
                .numbers("IDLE", 4)
                .numbers("REQUESTS", 6)
                .numbers("NOW", 7)
                .numbers("IN", 8)
                .numbers("OUT", 9);
    }

    private static void add(JsonObject each, Instant now, Table table) {
        Instant opened = Instant.parse(each.stringValue("opened", now.toString()));
        table.row(
                each.stringValue("id", ""),
                each.stringValue("listener", ""),
                each.stringValue("protocol", "")
                        + (each.booleanValue("draining", false) ? ", draining" : ""),
                each.stringValue("peer", ""),
                Words.age(Duration.between(opened, now)),
                Words.age(Duration.between(lastActive(each, opened), now)),
                Long.toString(each.longValue("requests", 0)),
                Long.toString(each.longValue("inFlight", 0)),
                Words.bytes(each.longValue("bytesIn", 0)),
                Words.bytes(each.longValue("bytesOut", 0)));
    }

    private static Instant lastActive(JsonObject each, Instant opened) {
        Instant last = opened;
        for (String name : List.of("lastIn", "lastOut")) {
            Instant at = Json.text(each, name).map(Instant::parse).orElse(opened);
            last = at.isAfter(last) ? at : last;
        }
        return last;
    }

    private void close(AdminClient admin, String id) {
        List<String> listeners =
                Json.objects(page(admin, 1, id), CONNECTIONS).stream()
                        .filter(each -> each.stringValue("id", "").equals(id))
                        .map(each -> each.stringValue("listener", ""))
                        .toList();
        // Each listener counts its own.
        if (listeners.size() != 1) {
            throw new CommandFailure(
                    listeners.isEmpty()
                            ? "No connection " + id + " is open."
                            : "Each of "
                                    + String.join(", ", listeners)
                                    + " has a connection "
                                    + id
                                    + ": say which by --listener.");
        }
        String of = listeners.getFirst();
        JsonObject closed =
                admin.delete(
                        "/listeners/"
                                + encoded(of)
                                + "/connections/"
                                + encoded(id)
                                + "?mode="
                                + encoded(mode));
        if (console.json()) {
            console.out().println(closed);
        } else {
            console.out()
                    .println(
                            id
                                    + " of "
                                    + of
                                    + (mode.equals("drain")
                                            ? " ends when what is inside is done."
                                            : " is closed."));
        }
    }
}
