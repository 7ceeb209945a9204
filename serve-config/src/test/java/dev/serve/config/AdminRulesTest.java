package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which listener may serve the admin API. */
class AdminRulesTest {

    private static final String TOKEN = ", operator-token: operator-0123456789";

    @TempDir private Path directory;
    private Sources sources;

    @BeforeEach
    void sources() {
        sources = new Sources(directory);
    }

    private Sources listener(String text, String more) {
        return sources.yaml(
                "listeners: { admin: { " + text + " } }\nadmin: { listener: admin" + more + " }\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 0, protocols: [http, sse]",
                "port: 0, host: localhost, protocols: [sse, http]",
                "port: 0, host: \"::1\", protocols: [http, sse, websocket]",
                "path: run/admin.sock, protocols: [http, sse]",
                "port: 0, host: 0.0.0.0, protocols: [http, sse], tls: { key: k, cert: c, ca: a, client-auth: required }"
            })
    void mayBeWithoutATokenWhereNoStrangerReachesIt(String text) {
        assertThat(listener(text, "").load().config().admin().listener()).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 0, protocols: [http, sse]",
                "path: run/admin.sock, protocols: [http, sse]",
                "port: 0, protocols: [http, sse], tls: { key: k, cert: c, ca: a, client-auth: optional }"
            })
    void operatorsAreNamedWhereEveryoneShowsACertificate(String text) {
        String operators = ", operators: [\"CN=ops\"]";
        assertThatThrownBy(() -> listener(text, operators).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "admin.operators: \"CN=ops\" (expected: tls.client-auth: required on listener \"admin\"");
        assertThat(listener(text, operators + TOKEN).load().config().admin().operators())
                .containsExactly("CN=ops");
        assertThat(
                        listener(
                                        "port: 0, protocols: [http, sse], tls: { key: k, cert: c, ca: a, client-auth: required }",
                                        operators)
                                .load()
                                .config()
                                .admin()
                                .operators())
                .containsExactly("CN=ops");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 0, host: 0.0.0.0, protocols: [http, sse]",
                "port: 0, host: example.com, protocols: [http, sse]",
                "port: 0, host: 0.0.0.0, protocols: [http, sse], tls: { key: k, cert: c, ca: a, client-auth: optional }"
            })
    void needsATokenWhereOthersReachIt(String text) {
        assertThatThrownBy(() -> listener(text, "").load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "serve.yaml:2:20: admin.listener: \"admin\" (expected: admin.operator-token");
        assertThat(listener(text, TOKEN).load().config().admin().hasToken()).isTrue();
    }

    @Test
    void isThereAndSpeaksHttpAndEvents() {
        assertThatThrownBy(
                        () ->
                                sources.yaml(
                                                "listeners: { web: { port: 0 } }\nadmin: { listener: admin }\n")
                                        .load())
                .hasMessageContaining(
                        "admin.listener: \"admin\" (expected: the name of a listener: web)");
        assertThatThrownBy(() -> listener("port: 0", "").load())
                .hasMessageContaining("a listener whose protocols are http, sse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a blank 0123456789", "grüße-0123456789-0123456789"})
    void tokensAreLongAndPlainAndNeverShown(String token) {
        assertThatThrownBy(
                        () ->
                                listener(
                                                "port: 0, protocols: [http, sse]",
                                                ", viewer-token: \"" + token + "\"")
                                        .load())
                .hasMessageContaining("admin.viewer-token: \"***\" (expected: ")
                .hasMessageContaining("of 16 to 256 visible ASCII characters")
                .hasMessageNotContaining(token);
    }

    @Test
    void tokensDiffer() {
        assertThatThrownBy(
                        () ->
                                listener(
                                                "port: 0, protocols: [http, sse]",
                                                TOKEN + ", viewer-token: operator-0123456789")
                                        .load())
                .hasMessageContaining("viewer-token: *** (expected: another than operator-token)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops", "\"\"", "\"CN=a;nothing\""})
    void anOperatorIsTheSubjectOfACertificate(String subject) {
        assertThat(
                        listener(
                                        "port: 0, protocols: [http, sse], tls: { key: k, cert: c, ca: a, client-auth: required }",
                                        ", operators: [\"CN=ops;O=a\", CN=b]")
                                .load()
                                .config()
                                .admin()
                                .operators())
                .containsExactly("CN=ops;O=a", "CN=b");
        assertThatThrownBy(
                        () ->
                                listener(
                                                "port: 0, protocols: [http, sse]",
                                                ", operators: [" + subject + "]")
                                        .load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.operators: ")
                .hasMessageContaining("of subjects such as CN=ops;O=Example");
    }
}
