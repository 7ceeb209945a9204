package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Reload;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes {@code CONFIG.md}, the reference of every key, from the descriptors that binding reads
 * too.
 */
final class ConfigReference {

    /** Writes the committed page and the committed schema anew; run in the root of the project. */
    static final String COMMAND =
            "./mvnw -q -pl serve-config -am test -Dtest=ConfigReferenceTest,JsonSchemaTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.update=true";

    private ConfigReference() {}

    /** The whole page, in Markdown. */
    static String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(introduction().replace("@COMMAND@", COMMAND));
        section(ServerConfig.SCHEMA, "", "The top of the file.", lines);
        return String.join("\n", lines) + "\n";
    }

    private static String introduction() {
        try (InputStream text =
                ConfigReference.class.getResourceAsStream("reference-introduction.md")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void section(Schema<?, ?> schema, String key, String doc, List<String> lines) {
        lines.add(key.isEmpty() ? "## Top level" : "## `" + key + "`");
        lines.add("");
        lines.add(doc);
        lines.add("");
        lines.add("| key | type | default | range | reload | since | meaning |");
        lines.add("|---|---|---|---|---|---|---|");
        for (Schema.Property<?, ?> property : schema.properties()) {
            lines.add(row(property));
        }
        lines.add("");
        String prefix = key.isEmpty() ? "" : key + ".";
        for (Schema.Property<?, ?> property : schema.properties()) {
            String below = prefix + property.name();
            switch (property) {
                case Schema.Section<?, ?, ?, ?> section ->
                        section(section.schema(), below, section.doc(), lines);
                case Schema.Named<?, ?, ?, ?> named ->
                        section(
                                named.schema(),
                                below + "." + KnownKeys.NAME,
                                named.doc() + " A name is " + named.entry().expected() + ".",
                                lines);
                case Schema.Items<?, ?, ?, ?> items ->
                        section(items.schema(), below + KnownKeys.ITEM, items.doc(), lines);
                case Schema.Value<?, ?, ?> value -> {
                    // has its row
                }
                case Schema.FreeMap<?, ?> map -> {
                    // has its row
                }
            }
        }
    }

    private static String row(Schema.Property<?, ?> property) {
        return switch (property) {
            case Schema.Value<?, ?, ?> value -> row(value.key(), value.key().type().name());
            case Schema.FreeMap<?, ?> map -> row(map.key(), "map of " + map.key().type().name());
            case Schema.Section<?, ?, ?, ?> section ->
                    row(section.name(), "section", section.optional() ? "none" : "", section.doc());
            case Schema.Named<?, ?, ?, ?> named ->
                    row(named.name(), "sections by name", "", named.doc());
            case Schema.Items<?, ?, ?, ?> items ->
                    row(items.name(), "list of sections", "[]", items.doc());
        };
    }

    private static String row(Key<?> key, String type) {
        String unit = key.type().unit();
        String range =
                key.range().isEmpty() && key.type().name().equals("word")
                        ? key.type().expected()
                        : key.range();
        return cells(
                "`" + key.name() + "`",
                unit.isEmpty() ? type : type + " (" + unit + ")",
                key.defaultText(),
                range,
                key.reload() == Reload.RUNTIME ? "runtime" : "restart",
                key.since(),
                key.secret() ? key.doc() + " Never shown." : key.doc());
    }

    private static String row(String name, String type, String byDefault, String doc) {
        return cells("`" + name + "`", type, byDefault, "", "", "", doc);
    }

    private static String cells(String... cells) {
        return "| "
                + String.join(" | ", List.of(cells).stream().map(ConfigReference::escaped).toList())
                + " |";
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }
}
