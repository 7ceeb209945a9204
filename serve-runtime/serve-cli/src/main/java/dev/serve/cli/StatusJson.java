package dev.serve.cli;

import java.util.ArrayList;
import java.util.List;

/** A running server for scripts: one JSON object on one line. */
final class StatusJson {

    private StatusJson() {}

    /** As it says of itself. */
    static String of(RunState state) {
        return of(state, List.of());
    }

    /**
     * With what was found at its listeners.
     *
     * @param knocks in the order of the listeners; none if nobody has looked
     */
    static String of(RunState state, List<Knock> knocks) {
        List<String> listeners = new ArrayList<>();
        for (int i = 0; i < state.listeners().size(); i++) {
            listeners.add(listener(state.listeners().get(i), i < knocks.size(), knocks, i));
        }
        return ChangeJson.object(
                "running", "true",
                "pid", Long.toString(state.pid()),
                "since", ChangeJson.text(state.since().toString()),
                "file", ChangeJson.text(state.file()),
                "version", Long.toString(state.version()),
                "healthy", Boolean.toString(knocks.stream().allMatch(Knock::isThere)),
                "listeners", "[" + String.join(",", listeners) + "]");
    }

    private static String listener(
            RunState.Listening listener, boolean looked, List<Knock> knocks, int index) {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                "name", ChangeJson.text(listener.name()),
                                "address", ChangeJson.text(listener.address()),
                                "url", ChangeJson.text(listener.url())));
        if (looked) {
            Knock knock = knocks.get(index);
            fields.addAll(
                    List.of(
                            "answers", Boolean.toString(knock.isThere()),
                            "failure", ListenerJson.text(knock.failure())));
        }
        return ChangeJson.object(fields.toArray(String[]::new));
    }
}
