package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.EventClient;
import dev.serve.testing.TestHttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin API while something else happens to the server. */
class MeanwhileTest {

    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 6;
    private static final int SWAPS = 150;

    /** What each of them is answered, all sent at once with the same If-Match. */
    private static List<Integer> atOnce(AdminServer admin, String condition, int round)
            throws Exception {
        CyclicBarrier all = new CyclicBarrier(AT_ONCE);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int most = 2_000 + round * AT_ONCE + i;
                sent.add(
                        threads.submit(
                                () -> {
                                    try (TestHttpClient client =
                                            TestHttpClient.of(admin.client().base())) {
                                        client.get("/api/v1/session");
                                        all.await();
                                        return client.send(
                                                        "PATCH",
                                                        "/api/v1/config",
                                                        BodyPublishers.ofString(
                                                                "{\"listeners\": {\"web\": {\"pool\": {\"max-connections\": %d}}}}"
                                                                        .formatted(most)),
                                                        "Content-Type",
                                                        "application/json",
                                                        "If-Match",
                                                        condition)
                                                .statusCode();
                                    }
                                }));
            }
            for (Future<Integer> each : sent) {
                answers.add(each.get());
            }
        }
        answers.sort(null);
        return answers;
    }

    @Test
    void ofChangesForOneVersionOneIsPutInForce() throws Exception {
        List<Integer> one = new ArrayList<>(List.of(200));
        for (int i = 1; i < AT_ONCE; i++) {
            one.add(412);
        }
        try (AdminServer admin = AdminServer.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(atOnce(admin, "\"" + admin.server().version() + "\"", round))
                        .as("round %d", round)
                        .isEqualTo(one);
            }
            assertThat(admin.server().version()).isEqualTo(1 + ROUNDS);
        }
    }

    @Test
    void aChangeForAnyVersionIsPutInForceOrInConflictWithAnother() throws Exception {
        try (AdminServer admin = AdminServer.open()) {
            int done = 0;
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> answers = atOnce(admin, "*", round);
                assertThat(answers).contains(200).isSubsetOf(200, 409);
                done += Collections.frequency(answers, 200);
            }
            assertThat(admin.server().version()).isEqualTo(1 + done);
        }
    }

    /** Adds a listener and takes it away, again and again. */
    private static void swap(Server server) {
        Map<String, @Nullable Object> there = Map.of("port", 0);
        for (int i = 0; i < SWAPS; i++) {
            Map<String, @Nullable Object> listeners = new HashMap<>();
            listeners.put("more", i % 2 == 0 ? there : null);
            server.apply(server.plan(server.patched(Map.of("listeners", listeners)), "swap"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/listeners",
                "/listeners/more",
                "/pools",
                "/connections",
                "/generations",
                "/health",
                "/health?listener=more"
            })
    void listenersThatComeAndGoFailNothing(String path) throws Exception {
        try (AdminServer admin = AdminServer.open();
                EventClient events = EventClient.open(admin.client(), "/api/v1/events");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean going = new AtomicBoolean(true);
            Future<?> asking =
                    threads.submit(
                            () -> {
                                while (going.get()) {
                                    HttpResponse<String> answer = admin.get(path);
                                    assertThat(answer.statusCode())
                                            .as(answer.body())
                                            .isIn(
                                                    path.contains("more")
                                                            ? List.of(200, 404)
                                                            : List.of(200));
                                }
                            });
            try {
                swap(admin.server());
            } finally {
                going.set(false);
            }
            asking.get();
            AdminServer.next(events, "counters");
        }
    }
}
