package dev.serve.testing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Applies {@link HouseRules}, and gives a {@link LogCapture} to tests that ask for one as a
 * parameter. JUnit finds it by {@link java.util.ServiceLoader}; it then holds only those to the
 * rules who asked for them.
 *
 * <p>One capture listens from before a class's first test until after its last one. Each test is
 * judged by what came since the last judgement; what came outside of tests is judged with the
 * class.
 */
public final class HouseRulesExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    static final String PARAMETER = "serve.house-rules";

    /** ISO-8601 duration, default five seconds: the kit's own tests are in more of a hurry. */
    static final String PATIENCE_PARAMETER = "serve.house-rules.patience";

    private static final Namespace NAMESPACE = Namespace.create(HouseRulesExtension.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** JUnit makes it. */
    public HouseRulesExtension() {}

    /** What one outermost test class needs; JUnit closes it with the class. */
    private static final class Watch implements AutoCloseable {
        private final LogCapture capture = LogCapture.start();
        private final boolean rules;
        private final Duration patience;
        private final List<LogEntry> outsideOfTests = new ArrayList<>();

        private Watch(boolean rules, Duration patience) {
            this.rules = rules;
            this.patience = patience;
            if (rules) {
                LeftThreads.begin();
            }
        }

        @Override
        public void close() {
            capture.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Watch watch = watch(context);
        watch.outsideOfTests.addAll(watch.capture.unexpected());
        watch.capture.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watch watch = watch(context);
        if (!watch.rules) {
            return;
        }
        for (ExpectLog wanted : onMethod(context)) {
            if (watch.capture.expect(matching(wanted), watch.patience).isEmpty()
                    && context.getExecutionException().isEmpty()) {
                throw new AssertionError(
                        "no "
                                + wanted.level()
                                + " with \""
                                + wanted.value()
                                + "\" was logged; logged were:"
                                + LogCapture.list(watch.capture.entries()));
            }
        }
        allowOnClass(context, watch.capture);
        List<LogEntry> unexpected = watch.capture.unexpected();
        watch.capture.clear();
        if (!unexpected.isEmpty()) {
            throw new AssertionError(
                    "logged without @ExpectLog or LogCapture.expect:"
                            + LogCapture.list(unexpected));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Watch watch = watch(context);
        if (!watch.rules || !isOutermost(context)) {
            return;
        }
        List<String> left = LeftThreads.afterWaiting(watch.patience);
        allowOnClass(context, watch.capture);
        watch.outsideOfTests.addAll(watch.capture.unexpected());
        watch.capture.clear();
        List<Predicate<LogEntry>> allowed = onClasses(context);
        List<LogEntry> unexpected =
                watch.outsideOfTests.stream()
                        .filter(entry -> allowed.stream().noneMatch(one -> one.test(entry)))
                        .toList();
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "threads left behind "
                            + watch.patience.toMillis()
                            + " ms after the last test:"
                            + System.lineSeparator()
                            + String.join(System.lineSeparator(), left));
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(
                    "logged before, between or after tests without @ExpectLog on the class:"
                            + LogCapture.list(unexpected));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LogCapture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return watch(context).capture;
    }

    private static Watch watch(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (!isOutermost(outermost)) {
            outermost = outermost.getParent().orElseThrow();
        }
        Store store = outermost.getStore(NAMESPACE);
        boolean rules = applies(outermost);
        Duration patience =
                outermost
                        .getConfigurationParameter(PATIENCE_PARAMETER, Duration::parse)
                        .orElse(PATIENCE);
        return store.computeIfAbsent(Watch.class, key -> new Watch(rules, patience), Watch.class);
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getTestMethod().isEmpty()
                && context.getTestClass()
                        .map(type -> context.getEnclosingTestClasses().isEmpty())
                        .orElse(false);
    }

    private static boolean applies(ExtensionContext outermost) {
        return outermost
                        .getConfigurationParameter(PARAMETER)
                        .map(Boolean::parseBoolean)
                        .orElse(false)
                || AnnotationSupport.isAnnotated(outermost.getTestClass(), HouseRules.class);
    }

    private static List<ExpectLog> onMethod(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> AnnotationSupport.findRepeatableAnnotations(method, ExpectLog.class))
                .orElse(List.of());
    }

    private static void allowOnClass(ExtensionContext context, LogCapture capture) {
        for (Predicate<LogEntry> allowed : onClasses(context)) {
            capture.expect(allowed, Duration.ZERO);
        }
    }

    private static List<Predicate<LogEntry>> onClasses(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        context.getTestClass().ifPresent(classes::add);
        List<Predicate<LogEntry>> allowed = new ArrayList<>();
        for (Class<?> type : classes) {
            AnnotationSupport.findRepeatableAnnotations(type, ExpectLog.class)
                    .forEach(one -> allowed.add(matching(one)));
        }
        return allowed;
    }

    private static Predicate<LogEntry> matching(ExpectLog wanted) {
        Level level = wanted.level();
        return entry ->
                entry.level() == level
                        && entry.message().contains(wanted.value())
                        && entry.logger().startsWith(wanted.logger());
    }
}
