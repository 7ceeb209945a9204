package dev.serve.cli.keys;

import java.util.ArrayList;
import java.util.List;

/**
 * One key, two of its values, and what is seen from outside under each. Immutable.
 *
 * @param key as the reference page has it, such as {@code listeners.<name>.pool.max-requests}
 * @param yaml the file; {@code @} in it is the value where the key stands in a list of records
 * @param settings further keys, as {@code --set} takes them
 */
record Probe(
        String key,
        String yaml,
        List<String> settings,
        String first,
        String seenFirst,
        String second,
        String seenSecond,
        Look look) {

    static final String WEB =
            """
            application: echo
            listeners:
              web:
                port: 0
                protocols: [http, websocket, sse]
            """;

    /** Looks at a running server; what it returns is compared. */
    @FunctionalInterface
    interface Look {
        String at(Eye eye) throws Exception;
    }

    /** A key of a listener, such as {@code pool.max-requests}. */
    static Draft listener(String key) {
        return new Draft("listeners.<name>." + key);
    }

    /** A key outside listeners. */
    static Draft server(String key) {
        return new Draft(key);
    }

    /** A probe that is being written down. Not thread-safe. */
    static final class Draft {
        private final String key;
        private final List<String> settings = new ArrayList<>();
        private String yaml = WEB;
        private String first = "";
        private String seenFirst = "";
        private String second = "";
        private String seenSecond = "";

        private Draft(String key) {
            this.key = key;
        }

        Draft in(String file) {
            this.yaml = file;
            return this;
        }

        /** Further keys of the listener, such as {@code pool.max-connections=1}. */
        Draft with(String... more) {
            for (String setting : more) {
                settings.add("listeners.web." + setting);
            }
            return this;
        }

        /** Under this value, that is seen. */
        Draft of(String value, String seen) {
            this.first = value;
            this.seenFirst = seen;
            return this;
        }

        /** Under this other value, that is seen instead. */
        Draft but(String value, String seen) {
            this.second = value;
            this.seenSecond = seen;
            return this;
        }

        Probe by(Look look) {
            return new Probe(
                    key, yaml, List.copyOf(settings), first, seenFirst, second, seenSecond, look);
        }
    }
}
