package dev.serve.admin;

import dev.serve.api.Server;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.config.ServerConfig;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration: what is in force, what was, what a change would do, and the change itself. A
 * change is a part of a configuration in JSON (RFC 7396), or a whole {@code serve.yaml}. Stateless.
 */
final class ConfigOperations {

    private static final String TAG = "config";
    static final String PATCH = "application/merge-patch+json";
    static final String YAML = "application/yaml";

    private ConfigOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.look(
                                "/config",
                                TAG,
                                "The configuration in force, secrets masked; its version is the ETag.",
                                Content.CONFIG,
                                ConfigOperations::inForce)
                        .query(
                                "defaults",
                                "boolean",
                                "Whether values that are the defaults of their keys are there too; true."),
                Operation.look(
                        "/config/versions",
                        TAG,
                        "The versions that are kept, the latest first.",
                        Content.VERSIONS,
                        ConfigOperations::versions),
                Operation.look(
                                "/config/versions/{version}",
                                TAG,
                                "A version with its configuration, secrets masked.",
                                Content.VERSION,
                                ConfigOperations::version)
                        .query("defaults", "boolean", "As of /config.")
                        .says(404, "There is no such version."),
                Operation.look(
                                "/config/diff",
                                TAG,
                                "The keys in which two versions differ.",
                                Content.DIFF,
                                ConfigOperations::diff)
                        .query("from", "integer", "A version; the one before.")
                        .query("to", "integer", "A version; the one in force.")
                        .says(404, "There is no such version."),
                Operation.command(
                                Method.POST,
                                "/config/plan",
                                TAG,
                                "What a change would do; nothing happens. A whole file, or a value that stands in a file or the environment, is for operators alone.",
                                Content.PLAN,
                                ConfigOperations::plan)
                        .by(Caller.Role.VIEWER)
                        .configured(Content.CONFIG_PATCH, PATCH, Json.TYPE, YAML),
                Operation.command(
                                Method.PATCH,
                                "/config",
                                TAG,
                                "Puts a part of a configuration in force, as RFC 7396 has it.",
                                Content.CHANGE,
                                ConfigOperations::apply)
                        .ifMatch()
                        .configured(Content.CONFIG_PATCH, PATCH, Json.TYPE),
                Operation.command(
                                Method.PUT,
                                "/config",
                                TAG,
                                "Puts a whole serve.yaml in force, in place of the file that the server was started with.",
                                Content.CHANGE,
                                ConfigOperations::apply)
                        .ifMatch()
                        .configured(Content.TEXT, YAML),
                Operation.command(
                                Method.POST,
                                "/config/rollback",
                                TAG,
                                "Puts an earlier version in force, as a new one: {\"version\": 2}.",
                                Content.CHANGE,
                                ConfigOperations::rollback)
                        .takes(Content.ROLLBACK, Json.TYPE)
                        .ifMatch()
                        .says(404, "There is no such version, or it was never in force."));
    }

    private static Answer inForce(Call call) {
        // Before the configuration: one that is newer than its ETag is refused, an older one not.
        long version = call.server().version();
        return Answer.json(ConfigTree.of(call.server().config(), withDefaults(call)))
                .header("ETag", IfMatch.tag(version));
    }

    private static boolean withDefaults(Call call) {
        return call.oneOf("defaults", "true", List.of("true", "false")).equals("true");
    }

    private static Answer versions(Call call) {
        List<ConfigViews.Kept> versions =
                call.server().history().reversed().stream()
                        .map(version -> new ConfigViews.Kept(version, call.server()))
                        .toList();
        return Answer.json(Shape.list(ConfigViews.VERSION).write(versions));
    }

    private static Answer version(Call call) {
        ConfigVersion version = kept(call.server(), call.path("version"));
        return Answer.json(
                ConfigViews.VERSION_WITH_CONFIG.write(
                        new ConfigViews.KeptConfig(
                                new ConfigViews.Kept(version, call.server()),
                                ConfigTree.of(version.config(), withDefaults(call)))));
    }

    private static ConfigVersion kept(Server server, String number) {
        return server.history().stream()
                .filter(version -> Long.toString(version.version()).equals(number))
                .findFirst()
                .orElseThrow(
                        () ->
                                ApiProblem.notFound(
                                        "no version %s (expected: one of %s)"
                                                .formatted(
                                                        number,
                                                        server.history().stream()
                                                                .map(ConfigVersion::version)
                                                                .toList())));
    }

    private static Answer diff(Call call) {
        Server server = call.server();
        ConfigVersion to =
                kept(server, call.query("to").orElseGet(() -> Long.toString(server.version())));
        ConfigVersion from =
                call.query("from")
                        .map(number -> kept(server, number))
                        .orElseGet(() -> before(server, to));
        Map<String, String> older = ConfigTree.flat(from.config());
        Map<String, String> newer = ConfigTree.flat(to.config());
        Set<String> keys = new LinkedHashSet<>(older.keySet());
        keys.addAll(newer.keySet());
        List<ConfigViews.Difference> changes = new ArrayList<>();
        for (String key : keys) {
            String before = older.get(key);
            String after = newer.get(key);
            if (!String.valueOf(before).equals(String.valueOf(after))) {
                changes.add(new ConfigViews.Difference(key, before, after));
            }
        }
        return Answer.json(
                ConfigViews.DIFF.write(
                        new ConfigViews.Diff(from.version(), to.version(), changes)));
    }

    /** The one in force before a version, or itself if none is kept. */
    private static ConfigVersion before(Server server, ConfigVersion version) {
        return server.history().stream()
                .filter(each -> each.outcome().isCommitted())
                .filter(each -> each.version() < version.version())
                .reduce((earlier, later) -> later)
                .orElse(version);
    }

    private static Answer plan(Call call) {
        ChangePlan plan = planned(call, WantedConfig.of(call));
        call.outcome(plan.isEmpty() ? "nothing to change" : "impact: " + plan.impact());
        return Answer.json(ConfigViews.PLAN.write(plan))
                .header("ETag", IfMatch.tag(plan.baseVersion()));
    }

    private static ChangePlan planned(Call call, ServerConfig next) {
        return call.server().plan(next, "admin API, " + call.caller().name());
    }

    private static Answer apply(Call call) {
        IfMatch condition = IfMatch.of(call);
        return applied(call, condition, planned(call, WantedConfig.of(call)));
    }

    /** Puts a part of a configuration in force that is not the body itself. */
    static Answer apply(Call call, Map<String, ?> part) {
        IfMatch condition = IfMatch.of(call);
        return applied(call, condition, planned(call, call.server().patched(part)));
    }

    static Shape<?> target() {
        return Shape.object("Rollback").must("version", Shape.INTEGER);
    }

    private static Answer rollback(Call call) {
        IfMatch condition = IfMatch.of(call);
        Object number = call.json().get("version");
        if (number == null) {
            throw ApiProblem.badRequest("version: none (expected: one of /config/versions)");
        }
        ConfigVersion version = kept(call.server(), number.toString());
        if (!version.outcome().isCommitted()) {
            throw ApiProblem.notFound("version " + number + " was never in force");
        }
        ChangePlan plan =
                call.server()
                        .plan(
                                version.config(),
                                "rollback to version " + number + ", " + call.caller().name());
        return applied(call, condition, plan);
    }

    /** Another change may have come since the look at If-Match: the plan is for that one then. */
    private static Answer applied(Call call, IfMatch condition, ChangePlan plan) {
        condition.require(plan.baseVersion());
        ChangeResult result = call.server().apply(plan);
        call.outcome(result.message());
        return switch (result) {
            case ChangeResult.Applied applied -> done(applied, List.of());
            case ChangeResult.Restarted restarted -> done(restarted, restarted.listeners());
            case ChangeResult.Stale stale -> {
                condition.require(stale.version());
                throw notDone(stale, "stale");
            }
            case ChangeResult.Refused refused -> throw notDone(refused, "refused");
            case ChangeResult.RolledBack taken -> throw notDone(taken, "taken-back");
        };
    }

    private static Answer done(ChangeResult result, List<String> restarted) {
        return Answer.json(ConfigViews.DONE.write(new ConfigViews.Done(result, restarted)))
                .header("ETag", IfMatch.tag(result.version()));
    }

    private static ApiProblem notDone(ChangeResult result, String outcome) {
        return ApiProblem.of(Status.CONFLICT_409, result.message()).with(outcome, result.plan());
    }
}
