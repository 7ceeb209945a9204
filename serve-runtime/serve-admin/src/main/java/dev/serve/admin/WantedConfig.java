package dev.serve.admin;

import dev.serve.admin.Caller.Role;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a request asks for. What a whole file refers to by <code>${...}</code>,
 * and what stands in place of a value as <code>{file: ...}</code> or <code>{env: ...}</code>, is
 * read where the server runs, and a plan or a problem may show it. So it is not for those who may
 * only look: the operator's token itself may stand there. Stateless.
 */
final class WantedConfig {

    private WantedConfig() {}

    /**
     * The present one with a part of it changed, or that of a whole {@code serve.yaml}.
     *
     * @throws ApiProblem 403 if it is not for this caller
     */
    static ServerConfig of(Call call) {
        boolean mayRead = call.caller().role().covers(Role.OPERATOR);
        if (call.mediaType().equals(ConfigOperations.YAML)) {
            if (!mayRead) {
                throw forbidden("a whole file");
            }
            return call.server().parsed(call.text());
        }
        Map<String, @Nullable Object> part = call.json();
        if (!mayRead && standsElsewhere(part)) {
            throw forbidden("a value that stands in a file or the environment");
        }
        return call.server().patched(part);
    }

    private static ApiProblem forbidden(String what) {
        return ApiProblem.forbidden(what + " as viewer (expected: operator, as it is read here)");
    }

    private static boolean standsElsewhere(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    (!map.isEmpty() && SecretValues.ELSEWHERE.containsAll(map.keySet()))
                            || map.values().stream().anyMatch(WantedConfig::standsElsewhere);
            case List<?> list -> list.stream().anyMatch(WantedConfig::standsElsewhere);
            case null, default -> false;
        };
    }
}
