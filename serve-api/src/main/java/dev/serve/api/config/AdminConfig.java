package dev.serve.api.config;

import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API and the dashboard are served, and to whom. Immutable; make one with {@link
 * #builder()}.
 *
 * <p>On a loopback address or a Unix socket it may be without a token: whoever reaches it is an
 * operator then. Any other address needs a token or required client certificates; without them the
 * configuration is refused.
 *
 * @param listener name of the listener that serves them; null for none
 * @param operatorToken who sends it may look and command; null for none
 * @param viewerToken who sends it may look; null for none
 * @param operators subjects of client certificates that may command; empty for all
 */
public record AdminConfig(
        @Nullable String listener,
        @Nullable String operatorToken,
        @Nullable String viewerToken,
        List<String> operators) {

    /** Key {@code admin.listener}. */
    public static final Key<String> LISTENER =
            Key.of("listener", ValueTypes.TEXT)
                    .doc(
                            "Name of the listener that serves the admin API and the dashboard; it speaks http and sse, and the application adds no routes to it. On a loopback address or a Unix socket it may be without a token; any other address needs one, or tls.client-auth required.")
                    .build();

    /** Key {@code admin.operator-token}. */
    public static final Key<String> OPERATOR_TOKEN =
            token("operator-token")
                    .doc(
                            "Bearer token of those who may look and command. Once there is a token of either kind, nobody is let in without one.")
                    .build();

    /** Key {@code admin.viewer-token}. */
    public static final Key<String> VIEWER_TOKEN =
            token("viewer-token")
                    .doc("Bearer token of those who may look; another than operator-token.")
                    .build();

    /** Key {@code admin.operators}. */
    public static final Key<List<String>> OPERATORS =
            Key.of("operators", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "of subjects such as CN=ops;O=Example",
                            subjects -> subjects.stream().allMatch(AdminConfig::isSubject))
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .runtime()
                    .doc(
                            "Subjects of client certificates that may look and command, such as CN=ops;O=Example (RFC 2253, with semicolons); whoever has another one that the listener trusts may look. Empty: whoever has one commands. Where there is a token it alone decides.")
                    .build();

    /** The keys of {@code admin}. */
    public static final Schema<AdminConfig, Builder> SCHEMA =
            new Schema<>(
                    "admin",
                    AdminConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(LISTENER, Builder::listener, AdminConfig::listener),
                            new Schema.Value<>(
                                    OPERATOR_TOKEN,
                                    Builder::operatorToken,
                                    AdminConfig::operatorToken),
                            new Schema.Value<>(
                                    VIEWER_TOKEN, Builder::viewerToken, AdminConfig::viewerToken),
                            new Schema.Value<>(
                                    OPERATORS, Builder::operators, AdminConfig::operators)));

    /** Checks the tokens and subjects. */
    public AdminConfig {
        operators = List.copyOf(operators);
        OPERATORS.check(operators);
        if (operatorToken != null) {
            OPERATOR_TOKEN.check(operatorToken);
        }
        if (viewerToken != null) {
            VIEWER_TOKEN.check(viewerToken);
            if (viewerToken.equals(operatorToken)) {
                throw new IllegalArgumentException(
                        "viewer-token: *** (expected: another than operator-token)");
            }
        }
    }

    private static boolean isSubject(String text) {
        try {
            return !new X500Principal(text).getName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether who has shown a certificate of that subject may command. */
    public boolean isOperator(X500Principal subject) {
        return operators.isEmpty()
                || operators.stream().map(X500Principal::new).anyMatch(subject::equals);
    }

    private static Key.Builder<String> token(String name) {
        return Key.of(name, ValueTypes.TEXT)
                .range(
                        "of 16 to 256 visible ASCII characters",
                        token -> token.matches("[!-~]{16,256}"))
                .runtime()
                .secret();
    }

    /** Whether nobody is let in without a token. */
    public boolean hasToken() {
        return operatorToken != null || viewerToken != null;
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "AdminConfig[listener=" + listener + ", hasToken=" + hasToken() + "]";
    }

    /** A builder with the defaults: nothing is served. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.listener = listener;
        builder.operatorToken = operatorToken;
        builder.viewerToken = viewerToken;
        builder.operators = operators;
        return builder;
    }

    /** Makes an {@link AdminConfig}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String listener;
        private @Nullable String operatorToken;
        private @Nullable String viewerToken;
        private List<String> operators = OPERATORS.defaultValue();

        private Builder() {}

        /** Key {@code admin.listener}; default none; needs a new start of the server. */
        public Builder listener(String listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Key {@code admin.operator-token}; default none; 16 to 256 visible ASCII characters;
         * applied at runtime.
         */
        public Builder operatorToken(String operatorToken) {
            this.operatorToken = operatorToken;
            return this;
        }

        /**
         * Key {@code admin.viewer-token}; default none; 16 to 256 visible ASCII characters; applied
         * at runtime.
         */
        public Builder viewerToken(String viewerToken) {
            this.viewerToken = viewerToken;
            return this;
        }

        /** Key {@code admin.operators}; default empty: everybody; applied at runtime. */
        public Builder operators(List<String> operators) {
            this.operators = operators;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a token is too short, both are the same, or an
         *     operator is no subject
         */
        public AdminConfig build() {
            return new AdminConfig(listener, operatorToken, viewerToken, operators);
        }
    }
}
