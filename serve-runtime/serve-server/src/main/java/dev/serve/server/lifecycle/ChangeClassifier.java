package dev.serve.server.lifecycle;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.change.ListenerChange;
import dev.serve.api.change.ListenerChange.Kind;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Reload;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.config.ConfigDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of two configurations (K3): each key's descriptor says what it takes, and here is
 * found out what changes nothing in effect. Stateless.
 */
public final class ChangeClassifier {

    private static final String LISTENERS = "listeners.";

    /** Sections that speak of some protocols only. */
    private static final Map<String, Set<String>> SPEAKS_OF =
            Map.of(
                    "websocket.", Set.of("websocket"),
                    "grpc.", Set.of("grpc"),
                    "sse.", Set.of("sse"),
                    "tcp.", Set.of("tcp"));

    private ChangeClassifier() {}

    /**
     * A plan.
     *
     * @param version the one in force
     * @param contents by a listener's name, files whose contents have changed
     */
    public static ChangePlan plan(
            long version,
            String source,
            ServerConfig before,
            ServerConfig next,
            Function<String, List<KeyChange>> contents) {
        SecretValues secrets = before.secrets().and(next.secrets());
        List<ListenerChange> listeners = new ArrayList<>();
        next.listeners()
                .forEach(
                        (name, config) ->
                                listeners.add(
                                        listener(
                                                name,
                                                before.listeners().get(name),
                                                config,
                                                secrets,
                                                contents)));
        before.listeners()
                .forEach(
                        (name, config) -> {
                            if (!next.listeners().containsKey(name)) {
                                listeners.add(
                                        new ListenerChange(
                                                name,
                                                Kind.REMOVED,
                                                config.addressText(),
                                                List.of()));
                            }
                        });
        return new ChangePlan(version, source, listeners, outside(before, next), next);
    }

    private static List<KeyChange> outside(ServerConfig before, ServerConfig next) {
        return ConfigDiff.between(before, next).changes().stream()
                .filter(change -> !change.key().startsWith(LISTENERS))
                .map(
                        change ->
                                keyChange(
                                        change,
                                        change.reload() == Reload.RUNTIME
                                                ? Impact.RUNTIME
                                                : Impact.NEW_START))
                .toList();
    }

    private static ListenerChange listener(
            String name,
            @Nullable ListenerConfig before,
            ListenerConfig next,
            SecretValues secrets,
            Function<String, List<KeyChange>> contents) {
        if (before == null) {
            return new ListenerChange(name, Kind.ADDED, next.addressText(), List.of());
        }
        List<KeyChange> keys = new ArrayList<>();
        for (ConfigDiff.Change change :
                ConfigDiff.ofListener(name, before, next, secrets).changes()) {
            keys.add(keyChange(change, impact(change, before, next)));
        }
        if (before.tls() != null && next.tls() != null) {
            contents.apply(name).stream()
                    .filter(read -> keys.stream().noneMatch(key -> key.key().equals(read.key())))
                    .forEach(keys::add);
        }
        return new ListenerChange(
                name, keys.isEmpty() ? Kind.UNCHANGED : Kind.CHANGED, next.addressText(), keys);
    }

    private static KeyChange keyChange(ConfigDiff.Change change, Impact impact) {
        return new KeyChange(
                change.key(),
                change.before(),
                change.after(),
                impact,
                Reasons.of(change.key(), impact));
    }

    private static Impact impact(
            ConfigDiff.Change change, ListenerConfig before, ListenerConfig next) {
        if (meansTheSame(change.key(), before, next)) {
            return Impact.NOTHING;
        }
        return change.reload() == Reload.RUNTIME ? Impact.RUNTIME : Impact.RESTART;
    }

    private static boolean meansTheSame(String key, ListenerConfig before, ListenerConfig next) {
        boolean unix = before.isUnix() && next.isUnix();
        return switch (key) {
            case "host", "reuse-address" -> unix;
            case "tls.client-auth" -> same(before, next, TlsConfig::effectiveClientAuth);
            case "tls.protocols" -> same(before, next, TlsConfig::effectiveProtocols);
            default -> isOfProtocolNotSpoken(key, before, next);
        };
    }

    private static boolean same(
            ListenerConfig before, ListenerConfig next, Function<TlsConfig, Object> what) {
        TlsConfig old = before.tls();
        TlsConfig secure = next.tls();
        return old != null && secure != null && what.apply(old).equals(what.apply(secure));
    }

    private static boolean isOfProtocolNotSpoken(
            String key, ListenerConfig before, ListenerConfig next) {
        Set<String> spoken = new TreeSet<>(before.protocols());
        spoken.addAll(next.protocols());
        if (key.startsWith("http.") || key.startsWith("http2.")) {
            return spoken.equals(Set.of("tcp"));
        }
        return SPEAKS_OF.entrySet().stream()
                .anyMatch(
                        section ->
                                key.startsWith(section.getKey())
                                        && section.getValue().stream().noneMatch(spoken::contains));
    }
}
