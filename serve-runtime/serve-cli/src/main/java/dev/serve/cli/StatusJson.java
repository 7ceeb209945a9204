package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A running server for scripts: one JSON object on one line. */
final class StatusJson {

    private StatusJson() {}

    /** As it says of itself, having just started. */
    static JsonObject.Builder of(RunState state) {
        return head(state)
                .set("healthy", true)
                .setValues(
                        "listeners",
                        state.listeners().stream().map(each -> listener(each).build()).toList());
    }

    /**
     * With what was found.
     *
     * @param knocks in the order of the listeners
     * @param well whether it serves, by all of that
     */
    static JsonObject.Builder of(RunState state, List<Knock> knocks, Health health, boolean well) {
        List<JsonObject> listeners = new ArrayList<>();
        for (int i = 0; i < knocks.size(); i++) {
            JsonObject.Builder listener = listener(state.listeners().get(i));
            found(knocks.get(i), listener);
            listeners.add(listener.build());
        }
        JsonObject.Builder status =
                head(state).set("healthy", well).setValues("listeners", listeners);
        JsonObject report = health.report();
        return report == null ? status.setNull("health") : status.set("health", report);
    }

    private static JsonObject.Builder head(RunState state) {
        return JsonObject.builder()
                .set("running", true)
                .set("pid", state.pid())
                .set("since", state.since().toString())
                .set("file", state.file())
                .set("version", state.version())
                .set("draining", state.draining());
    }

    private static JsonObject.Builder listener(RunState.Listening listener) {
        return JsonObject.builder()
                .set("name", listener.name())
                .set("address", listener.address())
                .set("url", listener.url());
    }

    private static void found(Knock knock, JsonObject.Builder listener) {
        listener.set("answers", knock.isThere());
        String failure = knock.failure();
        if (failure == null) {
            listener.setNull("failure");
        } else {
            listener.set("failure", failure);
        }
    }
}
