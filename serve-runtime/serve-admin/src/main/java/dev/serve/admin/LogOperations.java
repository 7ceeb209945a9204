package dev.serve.admin;

import dev.serve.api.config.LogConfig;
import io.helidon.http.Method;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Levels of loggers: those in force, and others. To set one is a change of the key {@code
 * log.levels} like any other: for a version, audited, kept, and rolled back. Stateless.
 */
final class LogOperations {

    private static final String TAG = "runtime";

    /** Those above ours; what else has a level is in the configuration. */
    private static final List<String> KNOWN =
            List.of(
                    LogConfig.ROOT,
                    "dev.serve",
                    "dev.serve.server",
                    "dev.serve.pool",
                    "dev.serve.config",
                    "dev.serve.http",
                    "dev.serve.websocket",
                    "dev.serve.grpc",
                    "dev.serve.tcp",
                    "dev.serve.observe",
                    "dev.serve.slow",
                    "dev.serve.admin");

    private LogOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.look(
                        "/log-levels",
                        TAG,
                        "Levels of loggers: set by the configuration, and in force; its version is the ETag.",
                        Content.LOGGERS,
                        LogOperations::levels),
                Operation.command(
                                Method.PATCH,
                                "/log-levels",
                                TAG,
                                "Sets levels, as {\"dev.serve.http\": \"DEBUG\"}; null takes one back.",
                                Content.CHANGE,
                                call -> apply(call, call.json()))
                        .ifMatch()
                        .configured(Content.LEVELS, ConfigOperations.PATCH, Json.TYPE),
                Operation.command(
                                Method.PUT,
                                "/log-levels",
                                TAG,
                                "Sets these levels and takes back all others.",
                                Content.CHANGE,
                                call -> apply(call, instead(call)))
                        .ifMatch()
                        .configured(Content.LEVELS, Json.TYPE));
    }

    /** A logger with its levels. */
    record Logger(String name, @Nullable Level set, Level inForce) {

        private static final Shape<Object> WORD =
                Shape.words(
                        Stream.of(Level.values())
                                .filter(level -> level != Level.ALL)
                                .map(LogConfig::word)
                                .toList());

        static final ObjectShape<Logger> SHAPE =
                Shape.<Logger>object("Logger")
                        .with("logger", Shape.TEXT, Logger::name)
                        .withNullable(
                                "set",
                                WORD,
                                each -> each.set() == null ? null : LogConfig.word(each.set()))
                        .with("inForce", WORD, each -> LogConfig.word(each.inForce()));
    }

    private static Answer levels(Call call) {
        // Before the configuration, as for /config.
        String tag = IfMatch.tag(call.server().version());
        Map<String, Level> set = call.server().config().log().levels();
        Set<String> names = new TreeSet<>(KNOWN);
        names.addAll(set.keySet());
        List<Logger> loggers =
                names.stream().map(name -> new Logger(name, set.get(name), inForce(name))).toList();
        return Answer.json(Shape.list(Logger.SHAPE).write(loggers)).header("ETag", tag);
    }

    /** Asked of the logger itself, whatever is behind it. */
    private static Level inForce(String name) {
        // Logback knows its root by that name; elsewhere nobody is called so, and it has what root
        // has.
        System.Logger logger = System.getLogger(name.equals(LogConfig.ROOT) ? "ROOT" : name);
        for (Level level :
                List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR)) {
            if (logger.isLoggable(level)) {
                return level;
            }
        }
        return Level.OFF;
    }

    private static Map<String, @Nullable Object> instead(Call call) {
        Map<String, @Nullable Object> levels = new LinkedHashMap<>();
        call.server().config().log().levels().keySet().forEach(name -> levels.put(name, null));
        levels.putAll(call.json());
        return levels;
    }

    private static Answer apply(Call call, Map<String, @Nullable Object> levels) {
        return ConfigOperations.apply(call, Map.of("log", Map.of("levels", levels)));
    }
}
