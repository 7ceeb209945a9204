package dev.serve.cli;

import dev.serve.api.config.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the log configuration: lines of text in development and testing, JSON in production, both
 * to standard error at level INFO.
 *
 * <p>Logback reads its configuration when the first logger is made, so this comes before everything
 * else. It looks nowhere but in the file named here: a {@code logback.xml} that some jar carries is
 * not picked up. {@code -Dlogback.configurationFile=FILE} takes the place of ours.
 */
final class Logging {

    private static final String FILE = "logback.configurationFile";

    /** What the names of our own files begin with, on the class path. */
    private static final String OURS = "dev/serve/cli/logs-";

    private Logging() {}

    /**
     * Called once at the start of the JVM, and again when the profile is known.
     *
     * @param profile the profile asked for; null for {@code serve.profile} or {@code
     *     SERVE_PROFILE}, else development
     */
    static void configure(@Nullable Profile profile) {
        String chosen = System.getProperty(FILE, OURS);
        if (chosen.startsWith(OURS)) {
            System.setProperty(FILE, file(profile, surrounding()));
        }
    }

    /**
     * The profile that was not asked for on the command line, in the order of the configuration:
     * the system property before the variable.
     */
    static @Nullable String surrounding() {
        return System.getProperty("serve.profile", System.getenv("SERVE_PROFILE"));
    }

    static String file(@Nullable Profile profile, @Nullable String surrounding) {
        boolean production =
                profile == null ? "production".equals(surrounding) : profile == Profile.PRODUCTION;
        return OURS + (production ? "json.xml" : "text.xml");
    }
}
