package dev.serve.cli;

import dev.serve.api.ListenerException;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.Problem;
import io.helidon.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what was planned, done or refused: in words for a terminal, or as one JSON object a line for
 * scripts. Not thread-safe.
 */
final class ChangeReport {

    private final PrintWriter out;
    private final Style style;
    private final boolean json;
    private final List<String> said = new ArrayList<>();
    private long count;
    private boolean taken = true;

    ChangeReport(PrintWriter out, Style style, boolean json) {
        this.out = out;
        this.style = style;
        this.json = json;
    }

    /** Another change begins. */
    void begin() {
        count++;
        taken = true;
        said.clear();
    }

    /** What came of the last one, without colours. */
    RunState.Reloads last() {
        return new RunState.Reloads(count, taken, said);
    }

    /** The configuration cannot be used; what is in force stays. */
    void unusable(String cause, List<Problem> problems, long version) {
        taken = false;
        if (json) {
            line(event("refused", cause, version).setStrings("problems", Words.texts(problems)));
            return;
        }
        line(style.bad(cause + ": refused, version " + version + " stays"));
        problems.forEach(problem -> line("  " + style.bad(problem.toString())));
        line(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    }

    /** The server cannot take it at this moment. */
    void impossible(String cause, String why) {
        taken = false;
        if (json) {
            line(event("refused", cause).set("message", why));
        } else {
            line(style.bad(cause + ": refused: " + why));
        }
    }

    /** What is about to be done; nothing, if nothing differs. */
    void planned(String cause, ChangePlan plan, List<String> lines) {
        if (json) {
            line(
                    event(plan.isEmpty() ? "nothing" : "planned", cause, plan.baseVersion())
                            .setStrings("plan", lines));
        } else if (plan.isEmpty()) {
            line(cause + ": " + style.dim("nothing to change, version " + plan.baseVersion()));
        } else {
            line(style.bold(cause + ":"));
            lines.forEach(this::line);
        }
        out.flush();
    }

    /** What became of it. */
    void done(String cause, ChangeResult result) {
        taken = result.isInForce();
        List<String> advice =
                result instanceof ChangeResult.Refused(var _, var _, ListenerException listener)
                        ? Failure.advice(listener)
                        : List.of();
        if (json) {
            line(
                    event(word(result), cause, result.version())
                            .set("message", result.message())
                            .setStrings("advice", advice));
            return;
        }
        String message = "  " + result.message();
        line(result.isInForce() ? style.good(message) : style.bad(message));
        advice.forEach(each -> line("  " + each));
    }

    private static String word(ChangeResult result) {
        return switch (result) {
            case ChangeResult.Applied _ -> "applied";
            case ChangeResult.Restarted _ -> "restarted";
            case ChangeResult.Refused _, ChangeResult.Stale _ -> "refused";
            case ChangeResult.RolledBack _ -> "rolled-back";
        };
    }

    /** What is odd about a configuration but allowed. */
    void warned(List<Problem> warnings) {
        if (!json) {
            warnings.forEach(warning -> line("  " + style.warning("warning: " + warning)));
        }
    }

    /** Whether nobody can read what is said, as when the terminal has been closed. */
    boolean isUnheard() {
        return out.checkError();
    }

    private static JsonObject.Builder event(String word, String cause) {
        return JsonObject.builder().set("event", word).set("cause", cause);
    }

    private static JsonObject.Builder event(String word, String cause, long version) {
        return event(word, cause).set("version", version);
    }

    private void line(JsonObject.Builder object) {
        line(object.build().toString());
    }

    private void line(String text) {
        said.add(Style.plain(text));
        out.println(text);
        out.flush();
    }
}
