package dev.serve.testing;

import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the small classes below with JUnit and looks at what became of them. */
@ExpectLog(logger = "sample")
class HouseRulesTest {

    private static final System.Logger LOG = System.getLogger("sample");

    @Test
    void anUnexpectedWarningFailsTheTestThatLoggedIt() {
        assertThat(failures(Warns.class, true))
                .singleElement()
                .asString()
                .startsWith("warns(): logged without @ExpectLog or LogCapture.expect:")
                .contains("WARNING sample: mind the gap");
    }

    @Test
    void anExpectedOneDoesNot() {
        assertThat(failures(Expects.class, true)).isEmpty();
    }

    @Test
    void oneThatWasExpectedAndDidNotComeDoes() {
        assertThat(failures(ExpectsInVain.class, true))
                .singleElement()
                .asString()
                .contains("no WARNING with \"never\" was logged");
    }

    @Test
    void aWarningOutsideOfTestsFailsTheClass() {
        assertThat(failures(WarnsOutside.class, true))
                .singleElement()
                .asString()
                .startsWith("HouseRulesTest$WarnsOutside: logged before, between or after tests")
                .contains("before all")
                .contains("after all")
                .doesNotContain("expected by the class");
    }

    @Test
    void aThreadLeftBehindFailsTheClassWithItsStack() {
        assertThat(failures(LeavesThreads.class, true))
                .singleElement()
                .asString()
                .startsWith("HouseRulesTest$LeavesThreads: threads left behind")
                .contains("\"serve-platform-left\"")
                .contains("\"serve-virtual-left\" virtual")
                .contains("CountDownLatch.await")
                .doesNotContain("other-left");
        LeavesThreads.END.countDown();
    }

    @Test
    void nobodyIsHeldToRulesWithoutAskingForThem() {
        assertThat(failures(Warns.class, false)).isEmpty();
        assertThat(failures(AsksForTheRules.class, false)).hasSize(1);
    }

    private static List<String> failures(Class<?> tests, boolean rules) {
        List<String> failures = new ArrayList<>();
        LauncherFactory.create(
                        LauncherConfig.builder()
                                .enableLauncherSessionListenerAutoRegistration(false)
                                .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameter(
                                        "junit.jupiter.extensions.autodetection.enabled", "true")
                                .configurationParameter(
                                        HouseRulesExtension.PARAMETER, Boolean.toString(rules))
                                .configurationParameter(
                                        HouseRulesExtension.PATIENCE_PARAMETER, "PT0.2S")
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(
                                    TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(
                                                thrown ->
                                                        failures.add(
                                                                test.getDisplayName()
                                                                        + ": "
                                                                        + thrown.getMessage()));
                            }
                        });
        return failures;
    }

    static class Warns {
        @Test
        void warns() {
            LOG.log(WARNING, "mind the gap");
        }

        @Test
        void doesNot() {}
    }

    static class Expects {
        @Test
        @ExpectLog("the gap")
        @ExpectLog(value = "the step", logger = "sample")
        void bySaying() {
            LOG.log(WARNING, "mind the gap");
            LOG.log(WARNING, "mind the step");
        }

        @Test
        void byAsking(LogCapture logs) {
            LOG.log(WARNING, "mind the gap");
            logs.expect(WARNING, "the gap");
        }
    }

    static class ExpectsInVain {
        @Test
        @ExpectLog("never")
        void waits() {}
    }

    @ExpectLog("expected by the class")
    static class WarnsOutside {
        @BeforeAll
        static void before() {
            LOG.log(WARNING, "before all");
            LOG.log(WARNING, "expected by the class");
        }

        @Test
        void first() {
            LOG.log(WARNING, "expected by the class");
        }

        @Nested
        class Inside {
            @Test
            void second() {}
        }

        @AfterAll
        static void after() {
            LOG.log(WARNING, "after all");
        }
    }

    static class LeavesThreads {
        static final CountDownLatch END = new CountDownLatch(1);

        @Test
        void leaves() {
            Thread.ofPlatform().daemon().name("serve-platform-left").start(LeavesThreads::await);
            Thread.ofVirtual().name("serve-virtual-left").start(LeavesThreads::await);
            Thread.ofPlatform().daemon().name("other-left").start(LeavesThreads::await);
        }

        private static void await() {
            try {
                END.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @HouseRules
    static class AsksForTheRules {
        @Test
        void warns() {
            LOG.log(WARNING, "mind the gap");
        }
    }
}
