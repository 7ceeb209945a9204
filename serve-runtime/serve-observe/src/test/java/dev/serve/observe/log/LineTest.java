package dev.serve.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.AccessLogConfig;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.007Z");

    private static Line line(boolean json) {
        return new Line(new Stamp(() -> NOON), json);
    }

    @Test
    void whatAClientSendsCannotForgeALine() {
        Line words = line(false);
        words.put("path", "/a b\r\nstatus=200\u2028");
        Line json = line(true);
        json.put("path", "/\"a\\\r\n\u007f");

        assertThat(words.text())
                .isEqualTo(
                        "2026-11-22T12:00:00.007Z path=/a\\u0020b\\u000d\\u000astatus=200\\u2028");
        assertThat(json.text())
                .isEqualTo(
                        "{\"time\":\"2026-11-22T12:00:00.007Z\",\"path\":\"/\\\"a\\\\\\u000d\\u000a\\u007f\"}");
    }

    @Test
    void durationsAreMilliseconds() {
        Line line = line(false);
        line.put("status", 200);
        line.millis(1_002_999);

        assertThat(line.text()).isEqualTo("2026-11-22T12:00:00.007Z status=200 millis=1.002");
    }

    @Test
    void aTraceIsKnownByItsFieldIfThatIsWellFormed() {
        assertThat(TraceParent.traceId("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(TraceParent.traceId("00-00000000000000000000000000000000-00f067aa0ba902b7-01"))
                .isNull();
        assertThat(TraceParent.traceId("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"))
                .isNull();
        assertThat(TraceParent.traceId("evil\n")).isNull();
    }

    @Test
    void secretsAreKnownByTheirNames() {
        Redaction redaction = new Redaction(AccessLogConfig.REDACT.defaultValue());

        assertThat(redaction.query("a=1&b=2")).isEqualTo("a=1&b=2");
        assertThat(redaction.query("X-Amz-Signature=s&a=1&refresh_TOKEN="))
                .isEqualTo("X-Amz-Signature=***REDACTED***&a=1&refresh_TOKEN=***REDACTED***");
        assertThat(redaction.query("")).isEmpty();
    }
}
