package dev.serve.config;

import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which key an environment variable means. Dots and dashes are underscores there, so a name is
 * resolved against the keys that exist, and against the names that builder and files give to
 * listeners.
 */
final class EnvironmentNames {

    /** What every variable of ours begins with. */
    static final String PREFIX = "SERVE_";

    /** What follows a key whose value stands in a file that the variable names. */
    private static final String IN_A_FILE = "FILE";

    private static final String NEW_NAME = "[A-Z][A-Z0-9_]*";

    private final ServerConfig base;
    private final Branch files;

    /**
     * @param base names listeners
     * @param files names listeners too
     */
    EnvironmentNames(ServerConfig base, Branch files) {
        this.base = base;
        this.files = files;
    }

    /**
     * The keys that a variable may mean, as parts: none if it is no key of ours, several if it is
     * ambiguous.
     */
    List<List<String>> resolve(String variable) {
        List<List<String>> found = new ArrayList<>();
        resolve(
                ServerConfig.SCHEMA,
                base,
                files,
                variable.substring(PREFIX.length()),
                List.of(),
                found);
        return found;
    }

    /** Every variable that means a key of the listeners there are. */
    List<String> known() {
        List<String> variables = new ArrayList<>();
        known(ServerConfig.SCHEMA, base, files, PREFIX, variables);
        return variables;
    }

    /** A key's part in a variable's name. */
    static String word(String part) {
        return part.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    private <R, B> void resolve(
            Schema<R, B> schema,
            @Nullable R record,
            @Nullable Tree tree,
            String rest,
            List<String> path,
            List<List<String>> found) {
        for (Schema.Property<R, B> property : schema.properties()) {
            String word = word(property.name());
            List<String> here = with(path, property.name());
            if (rest.equals(word)) {
                found.add(here);
            } else if (rest.startsWith(word + "_")) {
                String below = rest.substring(word.length() + 1);
                Tree under = tree instanceof Branch branch ? branch.get(property.name()) : null;
                switch (property) {
                    case Schema.Value<R, B, ?> value -> {
                        if (below.equals(IN_A_FILE)) {
                            found.add(with(here, "file"));
                        }
                    }
                    case Schema.Items<R, B, ?, ?> items -> found.add(here);
                    case Schema.FreeMap<R, B> map ->
                            found.add(with(here, free(map, record, under, below)));
                    case Schema.Section<R, B, ?, ?> section ->
                            section(section, record, under, below, here, found);
                    case Schema.Named<R, B, ?, ?> named ->
                            named(named, record, under, below, here, found);
                }
            }
        }
    }

    private <R, B, S, T> void section(
            Schema.Section<R, B, S, T> section,
            @Nullable R record,
            @Nullable Tree under,
            String rest,
            List<String> path,
            List<List<String>> found) {
        S sub = record == null ? null : section.get().apply(record);
        resolve(section.schema(), sub, under, rest, path, found);
    }

    private <R, B, S, T> void named(
            Schema.Named<R, B, S, T> named,
            @Nullable R record,
            @Nullable Tree under,
            String rest,
            List<String> path,
            List<List<String>> found) {
        int before = found.size();
        for (String name : names(named, record, under)) {
            String word = word(name);
            List<String> here = with(path, name);
            if (rest.equals(word)) {
                found.add(here);
            } else if (rest.startsWith(word + "_")) {
                S sub = record == null ? null : named.get().apply(record).get(name);
                Tree tree = under instanceof Branch branch ? branch.get(name) : null;
                resolve(named.schema(), sub, tree, rest.substring(word.length() + 1), here, found);
            }
        }
        if (found.size() == before) {
            newName(named, rest, path, found);
        }
    }

    /** A name that is not there yet: wherever the rest can be cut so that a key follows. */
    private <R, B, S, T> void newName(
            Schema.Named<R, B, S, T> named,
            String rest,
            List<String> path,
            List<List<String>> found) {
        for (int cut = rest.indexOf('_'); cut > 0; cut = rest.indexOf('_', cut + 1)) {
            String word = rest.substring(0, cut);
            if (word.matches(NEW_NAME)) {
                String name = word.toLowerCase(Locale.ROOT).replace('_', '-');
                resolve(
                        named.schema(),
                        null,
                        null,
                        rest.substring(cut + 1),
                        with(path, name),
                        found);
            }
        }
    }

    private <R, B, S, T> Collection<String> names(
            Schema.Named<R, B, S, T> named, @Nullable R record, @Nullable Tree under) {
        Set<String> names = new LinkedHashSet<>();
        if (record != null) {
            names.addAll(named.get().apply(record).keySet());
        }
        if (under instanceof Branch branch) {
            names.addAll(branch.fields().keySet());
        }
        return names;
    }

    private static <R, B> String free(
            Schema.FreeMap<R, B> map, @Nullable R record, @Nullable Tree under, String rest) {
        Set<String> names = new LinkedHashSet<>();
        if (record != null) {
            names.addAll(map.get().apply(record).keySet());
        }
        if (under instanceof Branch branch) {
            names.addAll(branch.fields().keySet());
        }
        return names.stream()
                .filter(name -> word(name).equals(rest))
                .findFirst()
                .orElseGet(() -> rest.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private <R, B> void known(
            Schema<R, B> schema,
            @Nullable R record,
            @Nullable Tree tree,
            String prefix,
            List<String> variables) {
        for (Schema.Property<R, B> property : schema.properties()) {
            String variable = prefix + word(property.name());
            Tree under = tree instanceof Branch branch ? branch.get(property.name()) : null;
            switch (property) {
                case Schema.Value<R, B, ?> value -> variables.add(variable);
                case Schema.Section<R, B, ?, ?> section ->
                        known(section.schema(), null, null, variable + "_", variables);
                case Schema.Named<R, B, ?, ?> named -> {
                    for (String name : names(named, record, under)) {
                        known(
                                named.schema(),
                                null,
                                null,
                                variable + "_" + word(name) + "_",
                                variables);
                    }
                }
                case Schema.Items<R, B, ?, ?> items -> {
                    // lists of records are set in files alone
                }
                case Schema.FreeMap<R, B> map -> {
                    // any name may follow
                }
            }
        }
    }

    private static List<String> with(List<String> path, String part) {
        List<String> longer = new ArrayList<>(path);
        longer.add(part);
        return List.copyOf(longer);
    }
}
