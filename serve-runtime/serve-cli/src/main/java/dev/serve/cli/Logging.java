package dev.serve.cli;

import dev.serve.api.config.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the process logs: lines of text in development and testing, JSON in production, both
 * to standard error at level INFO.
 *
 * <p>SLF4J looks for what is behind it when the first logger is made, so this comes before
 * everything else. It looks nowhere but here: not for providers in the jars, nor for a {@code
 * logback.xml} that some jar carries. {@code -Dlogback.configurationFile=FILE} takes the place of
 * our set-up.
 */
final class Logging {

    private static final String PROVIDER = "slf4j.provider";

    /** Of serve-observe, which the distribution has. */
    private static final String OURS = "dev.serve.observe.log.ConsoleLogback";

    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private static final String FORM = "dev.serve.logs";

    private Logging() {}

    /**
     * Called once at the start of the JVM, and again when the profile is known.
     *
     * @param profile the profile asked for; null for {@code serve.profile} or {@code
     *     SERVE_PROFILE}, else development
     */
    static void configure(@Nullable Profile profile) {
        String provider = System.getProperty(PROVIDER, OURS);
        System.setProperty(PROVIDER, provider);
        if (provider.equals(OURS)) {
            // It would say each time that it does as the property says.
            System.setProperty(VERBOSITY, System.getProperty(VERBOSITY, "WARN"));
            System.setProperty(FORM, form(profile, surrounding()));
        }
    }

    /**
     * The profile that was not asked for on the command line, in the order of the configuration:
     * the system property before the variable.
     */
    static @Nullable String surrounding() {
        return System.getProperty("serve.profile", System.getenv("SERVE_PROFILE"));
    }

    /** In which form lines are written. */
    static String form(@Nullable Profile profile, @Nullable String surrounding) {
        boolean production =
                profile == null ? "production".equals(surrounding) : profile == Profile.PRODUCTION;
        return production ? "json" : "text";
    }
}
