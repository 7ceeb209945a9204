package dev.serve.config;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ListenerKeys;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ValueType;
import dev.serve.api.config.ValueTypes;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Leaf;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which profile is in force, what it presets, and the name of its file. */
final class Profiles {

    /** The environment variable that names the profile. */
    static final String VARIABLE = "SERVE_PROFILE";

    /** The system property that names it, and wins over the variable. */
    static final String PROPERTY = "serve.profile";

    private static final ValueType<Profile> WORDS = ValueTypes.oneOf(Profile.class, Map.of());
    private static final String LISTENERS = "listeners";
    private static final String ORIGIN = "profile ";
    private static final List<String> DRAIN_DELAY =
            List.of("shutdown", ShutdownConfig.DRAIN_DELAY.name());

    private Profiles() {}

    /**
     * The profile asked for, else the one of the surroundings, else development; a word that is no
     * profile is a problem.
     */
    static Profile choose(ConfigInput input, Surroundings surroundings, List<Problem> problems) {
        if (input.profile() != null) {
            return input.profile();
        }
        String property = surroundings.properties().get(PROPERTY);
        String variable = surroundings.environment().get(VARIABLE);
        String word = property != null ? property : variable;
        if (word == null) {
            return Profile.DEVELOPMENT;
        }
        try {
            return WORDS.parse(word);
        } catch (IllegalArgumentException e) {
            Origin origin =
                    Origin.of(property != null ? "-D" + PROPERTY : "environment " + VARIABLE);
            problems.add(new Problem(origin, "", Shown.text(word), WORDS.expected()));
            return Profile.DEVELOPMENT;
        }
    }

    /** {@code serve-production.yaml} beside {@code serve.yaml}. */
    static Path file(Path file, Profile profile) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return file.resolveSibling(
                name.substring(0, end) + "-" + word(profile) + name.substring(end));
    }

    /** What the profile presets below the files: a file may say otherwise. */
    static Branch belowFiles(Profile profile, ServerConfig base) {
        Branch none = Branch.empty(origin(profile));
        boolean builderSaysSo =
                !base.shutdown().drainDelay().equals(ShutdownConfig.DRAIN_DELAY.defaultValue());
        return profile != Profile.PRODUCTION || builderSaysSo
                ? none
                : Merge.put(none, DRAIN_DELAY, Leaf.of("5s", none.origin()));
    }

    /** What the profile presets above the files: only environment and overrides say otherwise. */
    static Branch aboveFiles(Profile profile, ServerConfig base, Branch files) {
        Branch presets = Branch.empty(origin(profile));
        if (profile != Profile.TESTING) {
            return presets;
        }
        presets = Merge.put(presets, DRAIN_DELAY, Leaf.of("0s", presets.origin()));
        Set<String> names = new LinkedHashSet<>(base.listeners().keySet());
        if (files.get(LISTENERS) instanceof Branch listeners) {
            names.addAll(listeners.fields().keySet());
        }
        for (String name : names) {
            if (isTcp(base.listeners().get(name), files.at(List.of(LISTENERS, name)))) {
                presets =
                        Merge.put(
                                presets,
                                List.of(LISTENERS, name, ListenerKeys.PORT.name()),
                                Leaf.of("0", presets.origin()));
            }
        }
        return presets;
    }

    /** A profile's drain delay gives way: a shorter timeout just ends it. */
    static ServerConfig fitted(ServerConfig config, Map<String, Origin> places) {
        ShutdownConfig shutdown = config.shutdown();
        Origin delay = places.getOrDefault(String.join(".", DRAIN_DELAY), Origin.BUILDER);
        boolean tooLong = shutdown.drainDelay().compareTo(shutdown.timeout()) > 0;
        return tooLong && delay.source().startsWith(ORIGIN)
                ? config.toBuilder()
                        .shutdown(change -> change.drainDelay(shutdown.timeout()))
                        .build()
                : config;
    }

    /**
     * Whether a listener has a port that makes sense; one that makes none is left to be refused.
     */
    private static boolean isTcp(@Nullable ListenerConfig builder, @Nullable Tree files) {
        if (!(files instanceof Branch listener)) {
            return files == null && builder != null && !builder.isUnix();
        }
        Tree port = listener.get(ListenerKeys.PORT.name());
        if (port != null) {
            return port instanceof Leaf leaf && !leaf.isNone() && isPort(leaf.text());
        }
        return builder != null && !builder.isUnix();
    }

    private static boolean isPort(String text) {
        try {
            ListenerKeys.PORT.check(ListenerKeys.PORT.type().parse(text));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Origin origin(Profile profile) {
        return Origin.of(ORIGIN + word(profile));
    }

    /** The profile as it is written. */
    static String word(Profile profile) {
        return WORDS.print(profile);
    }
}
