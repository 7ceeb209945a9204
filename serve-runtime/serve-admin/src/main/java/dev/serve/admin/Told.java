package dev.serve.admin;

import dev.serve.api.change.ChangeResult;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.HealthStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in words, for people. Immutable.
 *
 * @param number one more than that of the event before, also over a new start
 * @param type the event's name, such as {@code ListenerOpened}
 * @param level {@code info} or {@code warning}
 * @param listener where it happened; null if nowhere special
 * @param text what happened, without secrets
 */
record Told(
        long number,
        Instant time,
        String type,
        String level,
        @Nullable String listener,
        String text) {

    private static final String INFO = "info";
    private static final String WARNING = "warning";

    /** What is said of an event, but for its number and time. */
    private record Words(String level, @Nullable String listener, String text) {}

    static Told of(long number, Instant time, ServerEvent event) {
        Words words = words(event);
        return new Told(
                number,
                time,
                event.getClass().getSimpleName(),
                words.level(),
                words.listener(),
                words.text());
    }

    Fields fields() {
        return new Fields()
                .with("number", number)
                .with("time", time)
                .with("type", type)
                .with("level", level)
                .with("listener", listener)
                .with("text", text);
    }

    private static Words words(ServerEvent event) {
        return switch (event) {
            case ServerEvent.StateChanged(var from, var to) ->
                    new Words(INFO, null, Fields.word(from) + " → " + Fields.word(to));
            case ServerEvent.StartStepEnded(var step, var took) ->
                    new Words(INFO, null, step + " in " + took.toMillis() + " ms");
            case ServerEvent.ShutdownStepBegan(var step) ->
                    new Words(INFO, null, "stopping: " + Fields.word(step));
            case ServerEvent.ConfigChanged(var version, var source, var keys) ->
                    new Words(
                            INFO,
                            null,
                            "a change of version "
                                    + version
                                    + " is planned by "
                                    + source
                                    + ": "
                                    + shortened(keys));
            case ServerEvent.ChangeEnded(ChangeResult result) ->
                    new Words(result.isInForce() ? INFO : WARNING, null, result.message());
            case ServerEvent.RequestStuck(var listener, var id, var running, var stack) ->
                    new Words(
                            WARNING,
                            listener,
                            "a handler on "
                                    + id
                                    + " has been running for "
                                    + running.toSeconds()
                                    + " s"
                                    + (stack.isEmpty() ? "" : ", at " + stack.getFirst()));
            case ServerEvent.ThreadPinned(var thread, var time, var reason, var stack) ->
                    new Words(
                            WARNING,
                            null,
                            thread
                                    + " was pinned for "
                                    + time.toMillis()
                                    + " ms: "
                                    + reason
                                    + (stack.isEmpty() ? "" : ", at " + stack.getFirst()));
            case ServerEvent.ListenerOpened(var listener, var address) ->
                    new Words(INFO, listener, "serves " + address);
            case ServerEvent.ListenerClosed(var listener) ->
                    new Words(INFO, listener, "accepts no longer");
            case ServerEvent.AcceptingChanged(var listener, var _, var to, var reason) ->
                    new Words(
                            to == AcceptState.ACCEPTING ? INFO : WARNING,
                            listener,
                            Fields.word(to) + ": " + reason);
            case ServerEvent.RoutesSwapped(var listener, var version) ->
                    new Words(INFO, listener, "answers by version " + version + " of its routes");
            case ServerEvent.ListenerReconfigured(
                            var listener,
                            var address,
                            var keys,
                            var draining) ->
                    new Words(
                            INFO,
                            listener,
                            "goes by another configuration at "
                                    + address
                                    + ": "
                                    + shortened(keys)
                                    + (draining ? "; older connections end" : ""));
            case ServerEvent.ConnectionAdded(var listener, var _, var id) ->
                    new Words(INFO, listener, id + " came");
            case ServerEvent.ConnectionRemoved(var listener, var _, var id, var reason) ->
                    new Words(INFO, listener, id + " is gone: " + Fields.word(reason));
            case ServerEvent.ConnectionTimedOut(
                            var listener,
                            var _,
                            var id,
                            var deadline,
                            var timeout) ->
                    new Words(
                            INFO,
                            listener,
                            id
                                    + " passed "
                                    + Fields.word(deadline)
                                    + " of "
                                    + timeout.toMillis()
                                    + " ms");
            case ServerEvent.ConnectionFailed(var listener, var _, var id, var failure) ->
                    new Words(
                            WARNING,
                            listener,
                            id + " failed: " + failure.getClass().getSimpleName());
            case ServerEvent.PoolLimitReached(
                            var listener,
                            var _,
                            var reason,
                            var open,
                            var most) ->
                    new Words(
                            WARNING,
                            listener,
                            "refuses: "
                                    + Fields.word(reason)
                                    + ", "
                                    + open
                                    + " of "
                                    + most
                                    + " open");
            case ServerEvent.HealthChanged(var listener, var _, var _, var to, var health) ->
                    new Words(
                            to == HealthStatus.HEALTHY ? INFO : WARNING,
                            listener,
                            Fields.word(to) + ": " + health.message());
        };
    }

    private static String shortened(List<String> keys) {
        int shown = Math.min(keys.size(), 5);
        return keys.isEmpty()
                ? "nothing"
                : String.join(", ", keys.subList(0, shown))
                        + (shown < keys.size() ? ", and " + (keys.size() - shown) + " more" : "");
    }
}
