package dev.serve.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final String COMMAND =
            "./mvnw -pl serve-runtime/serve-observe -am verify -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.update=true";

    @Test
    void isTheCommittedPage() throws IOException {
        Path page = root().resolve("docs").resolve("metrics.md");
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(page, markdown());
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/metrics.md is stale; write it anew with: " + COMMAND)
                .isEqualTo(markdown());
    }

    private static String markdown() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Metrics

                        Every name that `/metrics` tells, on the listeners that `observe.listeners` names. Made from `MeterName`; a test compares them with
                        what a running server has.

                        A timer has three series: `_count`, `_sum` and `_bucket` (with `le`), and the greatest of the last minutes as a gauge, `_max`. Labels never hold
                        a path, a user or an address: `route` is the pattern of the route (`none` where none answered, `other` beyond `observe.metrics.max-routes` and
                        below services whose prefix has parameters), `outcome` the class of the status, or `cut` for a request whose answer was not finished.

                        | name | kind | labels | meaning |
                        |---|---|---|---|
                        """);
        for (MeterName name : MeterName.values()) {
            page.append("| `")
                    .append(name.prometheus())
                    .append("` | ")
                    .append(name.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(
                            name.labels().stream()
                                    .map(label -> "`" + label + "`")
                                    .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(name.doc())
                    .append(" |\n");
        }
        return page.toString();
    }

    /** Maven runs tests in the module, some IDEs in the project. */
    private static Path root() {
        return Files.exists(Path.of("mvnw")) ? Path.of("") : Path.of("..", "..");
    }
}
