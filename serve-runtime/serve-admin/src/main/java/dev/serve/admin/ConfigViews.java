package dev.serve.admin;

import static dev.serve.admin.Shape.BOOLEAN;
import static dev.serve.admin.Shape.INTEGER;
import static dev.serve.admin.Shape.TEXT;
import static dev.serve.admin.Shape.TIME;
import static dev.serve.admin.Shape.list;
import static dev.serve.admin.Shape.words;

import dev.serve.api.Server;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.change.ListenerChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the API writes versions of the configuration, and changes of it. Stateless. */
final class ConfigViews {

    /** A version that a server keeps. Immutable. */
    record Kept(ConfigVersion version, Server server) {}

    /** The same, with its configuration. */
    record KeptConfig(Kept kept, Map<String, @Nullable Object> config) {}

    /** The keys in which two versions differ. */
    record Diff(long from, long to, List<Difference> changes) {}

    /** A key with its value of either version; null where there is none. */
    record Difference(String key, @Nullable String before, @Nullable String after) {}

    /** A change that is in force, and the listeners that were built anew for it. */
    record Done(ChangeResult result, List<String> restarted) {}

    static final ObjectShape<Kept> VERSION =
            Shape.<Kept>object("ConfigVersion")
                    .with("version", INTEGER, kept -> kept.version().version())
                    .with("time", TIME, kept -> kept.version().time())
                    .with("source", TEXT, kept -> kept.version().source())
                    .with(
                            "outcome",
                            words(ConfigVersion.Outcome.class),
                            kept -> kept.version().outcome())
                    .with(
                            "inForce",
                            BOOLEAN,
                            kept -> kept.version().version() == kept.server().version())
                    .with("mayRollBackTo", BOOLEAN, kept -> kept.version().outcome().isCommitted())
                    .with("plan", list(TEXT), kept -> kept.version().plan())
                    .with("message", TEXT, kept -> kept.version().message());

    static final ObjectShape<KeptConfig> VERSION_WITH_CONFIG =
            Shape.<KeptConfig>object("ConfigVersionWithConfig")
                    .withAll(VERSION, KeptConfig::kept)
                    .with("config", ConfigSchema.TREE, KeptConfig::config);

    private static final ObjectShape<Difference> DIFFERENCE =
            Shape.<Difference>object("ConfigDifference")
                    .with("key", TEXT, Difference::key)
                    .withNullable("before", TEXT, Difference::before)
                    .withNullable("after", TEXT, Difference::after);

    static final ObjectShape<Diff> DIFF =
            Shape.<Diff>object("ConfigDiff")
                    .with("from", INTEGER, Diff::from)
                    .with("to", INTEGER, Diff::to)
                    .with("changes", list(DIFFERENCE), Diff::changes);

    private static final ObjectShape<KeyChange> KEY_CHANGE =
            Shape.<KeyChange>object("KeyChange")
                    .with("key", TEXT, KeyChange::key)
                    .with("before", TEXT, KeyChange::before)
                    .with("after", TEXT, KeyChange::after)
                    .with("impact", words(Impact.class), KeyChange::impact)
                    .with("reason", TEXT, KeyChange::reason);

    private static final ObjectShape<ListenerChange> LISTENER_CHANGE =
            Shape.<ListenerChange>object("ListenerChange")
                    .with("listener", TEXT, ListenerChange::listener)
                    .with("kind", words(ListenerChange.Kind.class), ListenerChange::kind)
                    .with("address", TEXT, ListenerChange::address)
                    .with("impact", words(Impact.class), ListenerChange::impact)
                    .with("keys", list(KEY_CHANGE), ListenerChange::keys);

    static final ObjectShape<ChangePlan> PLAN =
            Shape.<ChangePlan>object("ChangePlan")
                    .with("version", INTEGER, ChangePlan::baseVersion)
                    .with("empty", BOOLEAN, ChangePlan::isEmpty)
                    .with("impact", words(Impact.class), ChangePlan::impact)
                    .with("lines", list(TEXT), ChangePlan::lines)
                    .with("listeners", list(LISTENER_CHANGE), ChangePlan::listeners)
                    .with("keys", list(KEY_CHANGE), ChangePlan::keys);

    static final ObjectShape<Done> DONE =
            Shape.<Done>object("ChangeDone")
                    .with("version", INTEGER, done -> done.result().version())
                    .with("message", TEXT, done -> done.result().message())
                    .with("restarted", list(TEXT), Done::restarted)
                    .with("plan", PLAN, done -> done.result().plan());

    private ConfigViews() {}
}
