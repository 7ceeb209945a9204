package dev.serve.cli;

import dev.serve.api.config.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code serve run} without picocli: its jar is compiled for Java 5, which no cache of loaded
 * classes takes in, and to load it and to reflect on all commands was a third of a start. What is
 * understood here means the same there; whatever is not, such as help or a mistake, is left to it.
 */
final class StraightRun {

    private boolean json;
    private boolean alone;
    private boolean watch;
    private boolean resume;
    private @Nullable Path file;
    private @Nullable Profile profile;
    private final List<String> overrides = new ArrayList<>();

    private StraightRun() {}

    /** Runs it; its exit code, or nothing if picocli is to be asked. */
    static Optional<Integer> of(String[] arguments) {
        return parsed(arguments).map(StraightRun::exitCode);
    }

    /** The command, if it is understood. */
    static Optional<RunCommand> parsed(String[] arguments) {
        StraightRun run = new StraightRun();
        return run.takes(Arrays.asList(arguments).iterator())
                ? Optional.of(run.command())
                : Optional.empty();
    }

    private boolean takes(Iterator<String> words) {
        if (!words.hasNext() || !words.next().equals("run")) {
            return false;
        }
        while (words.hasNext()) {
            if (!takes(words.next(), words)) {
                return false;
            }
        }
        if (file == null && !Files.exists(Path.of("serve.yaml"))) {
            return System.getProperty(Input.HOME) != null;
        }
        Path chosen = file == null ? Path.of("serve.yaml") : file;
        return Files.isReadable(chosen) && !Files.isDirectory(chosen);
    }

    private boolean takes(String word, Iterator<String> more) {
        switch (word) {
            case "--json" -> json = true;
            case "--alone" -> alone = true;
            case "--watch" -> watch = true;
            case "--resume" -> resume = true;
            case "--set" -> {
                return more.hasNext() && overrides(more.next());
            }
            case "--profile" -> {
                return more.hasNext() && profile(more.next());
            }
            default -> {
                return file(word);
            }
        }
        return true;
    }

    private boolean overrides(String text) {
        overrides.add(text);
        return text.indexOf('=') > 0 && !text.startsWith("-");
    }

    private boolean profile(String name) {
        Optional<Profile> known =
                Arrays.stream(Profile.values())
                        .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst();
        profile = known.orElse(null);
        return known.isPresent();
    }

    /** Quotes and files of arguments (@) are picocli's. */
    private boolean file(String word) {
        boolean plain = !word.isEmpty() && "-@\"'".indexOf(word.charAt(0)) < 0;
        if (!plain || file != null) {
            return false;
        }
        file = Path.of(word);
        return true;
    }

    private RunCommand command() {
        return new RunCommand(
                new Console(Console.writer(System.out), Console.writer(System.err), json),
                new Launch(new Input(file, profile, overrides), watch, resume),
                alone);
    }

    /** As picocli does: whatever goes wrong ends in an exit code and in words. */
    private static int exitCode(RunCommand command) {
        try {
            return command.call();
        } catch (Exception e) {
            Style style = Style.of(Terminal.Stream.ERR, System.getenv());
            return new Failure(style).report(e, Console.writer(System.err));
        }
    }
}
