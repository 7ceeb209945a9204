package dev.serve.cli;

import dev.serve.api.config.ConfigException;
import io.helidon.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The live counters on the whole screen, until a key ends it; a server that is gone is looked for
 * again. One use; one thread draws, one reads keys, one asks the server.
 */
final class TopScreen {

    /** q, Q, Ctrl-C, Ctrl-D, and the end of the terminal. */
    private static final List<Integer> QUIT = List.of((int) 'q', (int) 'Q', 3, 4, -1);

    private static final long BETWEEN_TRIES_MILLIS = 1_000;

    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final Style style;
    private final TopView view;
    private final Credentials credentials;
    private RunState state;
    private @Nullable JsonObject last;
    private @Nullable Counters shown;
    private String trouble = "";

    /**
     * @param state of the server that is asked first
     */
    TopScreen(RunState state, Credentials credentials, Style style) {
        this.state = state;
        this.credentials = credentials;
        this.style = style;
        this.view = new TopView(style, ZoneId.systemDefault());
    }

    /** What makes it draw anew. */
    private sealed interface Input {

        record Key(int code) implements Input {}

        record Resized() implements Input {}

        /** A server is asked from now on. */
        record Found(RunState state) implements Input {}

        record Heard(String event, JsonObject data) implements Input {}

        record Lost(String why) implements Input {}
    }

    /** Shows it until a key ends it. */
    void show() throws InterruptedException {
        try (Terminal terminal = Terminal.whole();
                InputStream keys = terminal.keys()) {
            Signals.handle("WINCH", () -> inputs.add(new Input.Resized()));
            daemon("serve-top-keys", () -> read(keys));
            daemon("serve-top-server", this::follow);
            Terminal.Size size = Terminal.size();
            draw(terminal, size);
            for (Input input = inputs.take(); !isEnd(input); input = inputs.take()) {
                if (input instanceof Input.Resized) {
                    size = Terminal.size();
                }
                take(input);
                draw(terminal, size);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "The terminal cannot be taken: "
                            + Knock.words(e)
                            + "; serve top --count 1 prints instead.",
                    e);
        }
    }

    private static boolean isEnd(Input input) {
        return input instanceof Input.Key(int code) && QUIT.contains(code);
    }

    private void take(Input input) {
        switch (input) {
            case Input.Key _, Input.Resized _ -> {
                // Drawn anew.
            }
            case Input.Found(RunState found) -> {
                if (found.pid() != state.pid()) {
                    last = null;
                }
                state = found;
            }
            case Input.Heard(String event, JsonObject data) -> {
                if (event.equals(TopCommand.COUNTERS)) {
                    Counters counters = new Counters(data, last);
                    view.add(counters);
                    shown = counters;
                    last = data;
                    trouble = "";
                } else {
                    view.happened(data);
                }
            }
            case Input.Lost(String why) -> trouble = why;
        }
    }

    private void draw(Terminal terminal, Terminal.Size size) {
        Counters counters = shown;
        List<String> lines =
                new ArrayList<>(
                        counters == null
                                ? List.of("Asking process " + state.pid() + " ...")
                                : view.lines(state, counters, size));
        int room = Math.max(0, Math.min(lines.size(), size.lines() - 1));
        lines.subList(room, lines.size()).clear();
        lines.add(
                trouble.isEmpty()
                        ? style.dim("q quits")
                        : style.bad(
                                Words.cut(
                                        trouble + " Asked again each second; q quits.",
                                        size.columns())));
        terminal.show(lines);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream keys) {
        try {
            int code = 0;
            while (code >= 0) {
                code = keys.read();
                inputs.add(new Input.Key(code));
            }
        } catch (IOException e) {
            inputs.add(new Input.Key(-1));
        }
    }

    private void follow() {
        try {
            while (true) {
                inputs.add(new Input.Lost(ended()));
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the server that runs here until it ends; why it is not asked any longer. */
    private String ended() {
        try {
            RunState found = Running.here().state();
            AdminClient admin = AdminClient.of(found, credentials);
            inputs.add(new Input.Found(found));
            admin.watch((event, data) -> inputs.add(new Input.Heard(event, data)));
            return "Process " + found.pid() + " has stopped.";
        } catch (CommandFailure | ConfigException | IOException e) {
            return e.getMessage() + (String.valueOf(e.getMessage()).endsWith(".") ? "" : ".");
        }
    }
}
