package dev.serve.admin;

import static dev.serve.admin.AdminServer.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.admin.Caller.Role;
import dev.serve.testing.LogCapture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of commands, and what is logged. */
class AuditTest {

    private static final Caller OPERATOR = new Caller(Role.OPERATOR, "ops");

    private final AtomicLong nanos = new AtomicLong();
    private final Audit audit = new Audit(() -> Instant.EPOCH, nanos::get);

    private List<String> lines() {
        return audit.latest().stream()
                .map(each -> each.who() + " " + each.status() + " x" + each.times())
                .toList();
    }

    private void strangerFrom(String place) {
        audit.addStranger(place, "POST /api/v1/drain", 401, "no token");
    }

    @Test
    void whoIsNotLetInPushesOutNothingThatOthersDid() {
        audit.add(OPERATOR, "POST /api/v1/drain", 200, "not ready");
        for (int i = 0; i < 2 * Audit.KEPT; i++) {
            strangerFrom("192.0.2.1");
            strangerFrom("2001:db8::" + Integer.toHexString(i));
        }
        assertThat(lines())
                .hasSize(Audit.STRANGERS + 1)
                .endsWith("ops 200 x1")
                .contains("somebody from 192.0.2.1 401 x" + 2 * Audit.KEPT);
    }

    @Test
    void viewersPushOutNothingThatOperatorsDid() {
        audit.add(OPERATOR, "POST /api/v1/drain", 200, "not ready");
        for (int i = 0; i < 2 * Audit.KEPT; i++) {
            audit.add(new Caller(Role.VIEWER, "guest"), "POST /api/v1/config/plan", 200, "");
        }
        assertThat(lines()).hasSize(Audit.KEPT + 1).endsWith("ops 200 x1");
    }

    @Test
    void theLatestIsFirstWhoeverItWas() {
        strangerFrom("192.0.2.1");
        audit.add(OPERATOR, "POST /api/v1/drain", 200, "not ready");
        strangerFrom("192.0.2.2");
        strangerFrom("192.0.2.1");
        assertThat(lines())
                .containsExactly(
                        "somebody from 192.0.2.1 401 x2",
                        "somebody from 192.0.2.2 401 x1",
                        "ops 200 x1");
    }

    @Test
    void strangersHaveALineOfTheLogASecondAndOthersEach(LogCapture log) {
        for (int i = 0; i < 50; i++) {
            strangerFrom("192.0.2." + i);
        }
        audit.add(OPERATOR, "POST /api/v1/drain", 200, "not ready");
        audit.add(OPERATOR, "POST /api/v1/undrain", 200, "ready");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        strangerFrom("192.0.2.99");
        assertThat(log.entries(Level.INFO))
                .extracting(Object::toString)
                .filteredOn(line -> line.contains("admin: "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("somebody from 192.0.2.0: 401 no token"),
                        line -> assertThat(line).contains("/drain by ops: 200 not ready"),
                        line -> assertThat(line).contains("/undrain by ops: 200 ready"),
                        line ->
                                assertThat(line)
                                        .contains(
                                                "192.0.2.99: 401 no token, and 49 more like it before"));
    }

    @Test
    void guessesOfATokenDoNotHideWhatWasDone() {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.OPERATOR)) {
            admin.json("POST", "/drain", "");
            admin.as("guessed-0123456789");
            for (int i = 0; i <= Audit.KEPT; i++) {
                admin.json("POST", "/undrain", "");
            }
            List<Map<String, @Nullable Object>> kept =
                    items(admin.as(AdminServer.VIEWER).get("/audit").body());
            assertThat(kept)
                    .extracting(each -> each.get("who") + " x" + each.get("times"))
                    .containsExactly(
                            "somebody from 127.0.0.1 x" + (Audit.KEPT + 1),
                            "operator token from 127.0.0.1 x1");
        }
    }
}
