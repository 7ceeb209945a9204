package dev.serve.cli;

import dev.serve.api.config.ConfigException;
import io.helidon.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of its health, as its admin API has it. Immutable.
 *
 * @param report what it says; null if it could not be asked
 * @param silence why it could not; empty if it could
 */
record Health(@Nullable JsonObject report, String silence) {

    /** Asks it. */
    static Health of(RunState state, Credentials credentials) {
        try {
            return new Health(AdminClient.of(state, credentials).get("/health"), "");
        } catch (CommandFailure e) {
            return new Health(null, String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            return new Health(null, "Its configuration cannot be read: " + e.getMessage());
        }
    }

    /** Whether it says that it is down. */
    boolean isDown() {
        return report != null && state(report).equals("down");
    }

    /** Of a listener: up, degraded or down; empty if that is not known. */
    String of(String listener) {
        return report == null
                ? ""
                : Json.objects(report, "listeners").stream()
                        .filter(each -> each.stringValue("name", "").equals(listener))
                        .map(Health::state)
                        .findFirst()
                        .orElse("");
    }

    /** Of the server, with colours: {@code up, ready}; empty if that is not known. */
    Optional<String> text(Style style) {
        return Optional.ofNullable(report)
                .map(
                        known ->
                                painted(state(known), style)
                                        + (known.booleanValue("ready", true)
                                                ? ", ready"
                                                : ", " + style.bad("not ready"))
                                        + (known.booleanValue("draining", false)
                                                ? ", draining"
                                                : ""));
    }

    private static String state(JsonObject object) {
        return object.stringValue("state", "");
    }

    /** A level in its colour. */
    static String painted(String level, Style style) {
        return switch (level.strip()) {
            case "up", "healthy" -> style.good(level);
            case "degraded" -> style.warning(level);
            case "down", "overloaded" -> style.bad(level);
            default -> level;
        };
    }
}
