package dev.serve.cli.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which test of a protocol or of the server proves a key that no {@link Probe} changes. */
final class NamedTests {

    /** Key to {@code Class#method}. */
    static final Map<String, String> BY_KEY = new LinkedHashMap<>();

    private static final List<String> MODULES =
            List.of("serve-config", "serve-protocols", "serve-runtime");

    static {
        BY_KEY.put("listeners.<name>.port", "ServerLifeTest#servesOnAPortOfItsOwn");
        BY_KEY.put(
                "listeners.<name>.drain-timeout",
                "GenerationSwapTest#oldConnectionsAreCutAtTheDrainTimeout");
        BY_KEY.put(
                "listeners.<name>.pool.min-body-rate",
                "RequestDeadlinesTest#aBodyThatDribblesIsAnsweredWith408");
        BY_KEY.put(
                "listeners.<name>.http2.max-session-memory",
                "Http2LimitsTest#refusesStreamsBeyondTheMemoryOfASession");
        BY_KEY.put(
                "listeners.<name>.websocket.queue-messages",
                "Http2SessionsTest#whoseClientDoesNotReadAreCutAlone");
        BY_KEY.put(
                "listeners.<name>.websocket.queue-size",
                "OverflowTest#oneMessageAlwaysFitsAnEmptyQueue");
        BY_KEY.put("listeners.<name>.websocket.overflow", "OverflowTest#dropsTheOldest");
        BY_KEY.put(
                "listeners.<name>.websocket.block-timeout",
                "OverflowTest#closesWhoKeepsASenderWaitingTooLong");
        BY_KEY.put(
                "listeners.<name>.grpc.max-receive-message-length",
                "CallsTest#messagesHaveALimitBothWays");
        BY_KEY.put(
                "listeners.<name>.grpc.max-send-message-length",
                "CallsTest#messagesHaveALimitBothWays");
        BY_KEY.put("listeners.<name>.grpc.max-concurrent-calls", "EndsTest#tooManyCallsAreRefused");
        BY_KEY.put(
                "listeners.<name>.grpc.reflection",
                "ReflectionTest#v1ListsTheServicesOfTheListener");
        BY_KEY.put(
                "listeners.<name>.grpc.keep-alive-time",
                "SilentClientTest#isAskedAfterKeepAliveTimeAndLeftAfterPingTimeout");
        BY_KEY.put(
                "listeners.<name>.grpc.ping-timeout",
                "SilentClientTest#isAskedAfterKeepAliveTimeAndLeftAfterPingTimeout");
        BY_KEY.put(
                "listeners.<name>.grpc.max-connection-idle",
                "ConnectionsTest#anIdleOneIsAskedToGo");
        BY_KEY.put(
                "listeners.<name>.grpc.max-connection-age",
                "ConnectionsTest#anOldOneGoesWhenItsGraceIsOver");
        BY_KEY.put(
                "listeners.<name>.grpc.age-grace",
                "ConnectionsTest#anOldOneGoesWhenItsGraceIsOver");
        BY_KEY.put(
                "listeners.<name>.sse.heartbeat",
                "EventStreamsTest#aSilentStreamIsKeptAliveByComments");
        BY_KEY.put(
                "listeners.<name>.sse.idle-timeout",
                "EventStreamsTest#anIdleStreamEndsInOrderAndItsHandlerIsInterrupted");
        BY_KEY.put("listeners.<name>.sse.buffer", "EventStreamsTest#isDisconnectedByThatPolicy");
        BY_KEY.put("listeners.<name>.sse.overflow", "EventStreamsTest#isDisconnectedByThatPolicy");
        BY_KEY.put(
                "listeners.<name>.tcp.first-bytes",
                "SharedPortTest#eachProtocolIsFoundThoughItsBytesArriveOneAtATime");
        BY_KEY.put("shutdown.timeout", "ServerLifeTest#cutsAndCountsWhatIsLeftAtTheDeadline");
        BY_KEY.put("shutdown.drain-delay", "ServerLifeTest#goesOnAcceptingForTheDrainDelay");
        BY_KEY.put("listeners.<name>.backlog", "BacklogTest#isHowManyConnectionsWaitToBeAccepted");
        BY_KEY.put("listeners.<name>.wire", "SeenInsideTest#wireIsHowBytesAreWaitedFor");
        BY_KEY.put("listeners.<name>.trace", "SeenInsideTest#traceLogsWhenConnectionsOpenAndClose");
        BY_KEY.put("listeners.<name>.ext", "SeenInsideTest#extReachesFiltersAndHandlers");
        BY_KEY.put("watch.debounce", "ReconfigurationTest#anotherDebounceHoldsFromThenOn");
        BY_KEY.put("history.versions", "SeenInsideTest#versionsAreKeptAsManyAsAskedFor");
        BY_KEY.put("history.path", "ResumeTest#theLastVersionInForceIsTakenWhenAskedFor");
        BY_KEY.put("admin.listener", "DashboardTest#isOnItsListenerAlone");
        BY_KEY.put("admin.operator-token", "AccessTest#aViewerLooksAndAnOperatorCommands");
        BY_KEY.put("admin.viewer-token", "AccessTest#aViewerLooksAndAnOperatorCommands");
        BY_KEY.put("admin.operators", "AccessTest#aCertificateIsAnOperatorsOrAViewers");
        BY_KEY.put(
                "shutdown.step-timeout",
                "ShutdownStepsTest#aStepThatTakesTooLongIsLeftToItselfAndTold");
        BY_KEY.put(
                "shutdown.skip-steps", "ShutdownStepsTest#stepsAreSkippedByOurNamesAndByThoseOfK");
        BY_KEY.put("listeners.<name>.grpc.web", "WebCallsTest#unary");
        BY_KEY.put(
                "listeners.<name>.grpc.json", "JsonCallsTest#whatARequestSaysIsWhatTheMethodGets");
        BY_KEY.put(
                "listeners.<name>.grpc.origins",
                "PagesTest#aPageThatIsNamedMayAskBeforeItCallsWhateverFiltersSay");
        BY_KEY.put(
                "listeners.<name>.grpc.min-ping-interval",
                "PingsTest#thoseThatComeSlowlyOrFollowAMessageDoNot");
        BY_KEY.put(
                "shutdown.drain-probes", "ServerHealthTest#theDrainDelayEndsWhenProbesHaveSeenIt");
        BY_KEY.put(
                "observe.listeners",
                "ServerHealthTest#probesOfKubernetesAreAnsweredOnTheListenersNamed");
        BY_KEY.put("observe.health.check-timeout", "ChecksTest#oneThatHangsIsDownAndSpoilsNobody");
        BY_KEY.put("observe.health.check-interval", "ChecksTest#whatWasSaidHoldsForTheInterval");
        BY_KEY.put(
                "observe.health.memory-limit",
                "ServerHealthTest#moreHeapThanTheLimitTakesTheServerOut");
        BY_KEY.put("observe.metrics.enabled", "ServerMetricsTest#nothingIsCountedWhenItIsOff");
        BY_KEY.put("observe.metrics.max-routes", "ListenerMetersTest#routesBeyondTheLimitAreOne");
        BY_KEY.put(
                "observe.access-log.enabled",
                "AccessLogTest#canBeTurnedOnAndOffWhileTheServerRuns");
        BY_KEY.put("observe.access-log.path", "AccessLogTest#aRequestIsOneLineOfJsonWithItsIds");
        BY_KEY.put("observe.access-log.json", "AccessLogTest#aRequestIsOneLineOfJsonWithItsIds");
        BY_KEY.put("observe.access-log.redact", "AccessLogTest#secretsInQueriesAreHidden");
        BY_KEY.put("observe.slow.http", "AccessLogTest#whatIsSlowIsTold");
        BY_KEY.put("observe.slow.grpc", "AccessLogTest#callsHaveLimitsOfTheirOwn");
        BY_KEY.put("observe.slow.stream", "AccessLogTest#callsHaveLimitsOfTheirOwn");
        BY_KEY.put("observe.tracing.enabled", "TracingTest#nothingIsSentWhenItIsOff");
        BY_KEY.put(
                "observe.tracing.sample-percent",
                "TracingTest#whatTheClientDecidedHoldsAndTheRestIsAShare");
        BY_KEY.put(
                "observe.tracing.endpoint",
                "TracingTest#aRequestThroughAFilterIsSeenInTheCollector");
        BY_KEY.put(
                "observe.tracing.service",
                "TracingTest#aRequestThroughAFilterIsSeenInTheCollector");
        BY_KEY.put("log.format", "LogFormatTest#isThatOfTheConfigurationInForce");
        BY_KEY.put("log.repeats", "RepeatFilterTest#theServersKeySaysHowLong");
        BY_KEY.put("log.max-size", "RotationTest#theAccessLogIsRotatedAsTheKeysSay");
        BY_KEY.put("log.keep", "RotationTest#theAccessLogIsRotatedAsTheKeysSay");
        BY_KEY.put("log.levels", "LogLevelsTest#areThoseOfTheConfigurationInForce");
        BY_KEY.put("observe.metrics.otlp-endpoint", "OtlpMetricsTest#metersAreSentToACollector");
        BY_KEY.put("observe.metrics.otlp-interval", "OtlpMetricsTest#metersAreSentAgainAndAgain");
        BY_KEY.put("observe.metrics.history", "ServerMetricsTest#nothingIsKeptWhenHistoryIsOff");
    }

    private NamedTests() {}

    /** The source of a test class, which is not on the class path here. */
    static Path source(String test) {
        String file = test.substring(0, test.indexOf('#')) + ".java";
        for (String module : MODULES) {
            try (Stream<Path> sources = Files.walk(root().resolve(module))) {
                List<Path> found =
                        sources.filter(path -> path.endsWith(file))
                                .filter(path -> path.toString().contains("src/test/java"))
                                .toList();
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError(test + ": there is no such class");
    }

    /** Maven runs tests in the module, some IDEs in the project. */
    private static Path root() {
        return Files.exists(Path.of("mvnw")) ? Path.of("") : Path.of("..", "..");
    }
}
