package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllProblemsTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Test
    void reportsEveryFaultOfAFileAtOnceInTheOrderOfTheFile() {
        sources.yaml(
                """
                aplication: echo
                listeners:
                  web:
                    prot: 8080
                    port: http
                    max-connections: 10
                    pool: { max-connections: 0 }
                    http:
                    trace: yes
                  Api:
                    port: 8081
                  rpc:
                    port: [1, 2]
                    protocols: [http, { a: b }]
                    tls: { mode: strict, key: server.key, passphrase: [x] }
                  tls:
                    port: 8443
                    tls: { key: server.key }
                    routes:
                      - { path: /old, redirect: /new, files: public/ }
                      - { path: old, redirect: /new }
                      - /gone
                  plain: 8080
                  empty:
                    host: 127.0.0.1
                  a: { port: 9000 }
                  b: { port: 9000, mode: 0660 }
                  c: { port: 9001 }
                  d: { host: 0.0.0.0, port: 9001 }
                  e: { port: 1, path: run/e.sock }
                shutdown: { timeout: 30 seconds, drain-delay: 2h }
                shutdown: {}
                """);
        assertThat(sources.problems())
                .isEqualTo(
                        """
                        serve.yaml:1:1: aplication: unknown key (did you mean application?)
                        serve.yaml:4:5: listeners.web.prot: unknown key (did you mean port?)
                        serve.yaml:5:11: listeners.web.port: "http" (expected: an integer from 0 to 65535)
                        serve.yaml:6:5: listeners.web.max-connections: unknown key (did you mean listeners.web.pool.max-connections?)
                        serve.yaml:7:30: listeners.web.pool.max-connections: "0" (expected: an integer from 1 to 10000000)
                        serve.yaml:8:10: listeners.web.http: no value (expected: a map of keys such as max-request-line)
                        serve.yaml:9:12: listeners.web.trace: "yes" (expected: true or false)
                        serve.yaml:10:3: listeners: "Api" (expected: a name that begins with a lower-case letter and goes on with those, digits and dashes)
                        serve.yaml:13:11: listeners.rpc.port: a list (expected: an integer from 0 to 65535)
                        serve.yaml:14:23: listeners.rpc.protocols: a map (expected: a list of text values that is not empty and names none twice)
                        serve.yaml:15:18: listeners.rpc.tls.mode: "strict" (expected: one of auto, manual, mutual-tls)
                        serve.yaml:15:55: listeners.rpc.tls.passphrase: a list (expected: text)
                        serve.yaml:18:5: listeners.tls.tls: cert is missing (expected: key and cert, or a store)
                        serve.yaml:20:9: listeners.tls.routes[0]: /old has several of files, redirect and respond (expected: exactly one)
                        serve.yaml:21:17: listeners.tls.routes[1].path: "old" (expected: text that begins with /)
                        serve.yaml:22:9: listeners.tls.routes[2]: a single value (expected: a map of keys such as path)
                        serve.yaml:23:10: listeners.plain: a single value (expected: a map of keys such as host, or none)
                        serve.yaml:24:3: listeners.empty.port: none (expected: a port, 0 for any, or the path of a Unix socket)
                        serve.yaml:27:26: listeners.b.mode: 0660 (expected: only beside the path of a Unix socket)
                        serve.yaml:29:29: listeners.d.port: "0.0.0.0:9001" (expected: an address of its own; listeners.c.port has 127.0.0.1:9001 at serve.yaml:28:14)
                        serve.yaml:30:23: listeners.e.path: "run/e.sock" (expected: either a port or a path; the port is at serve.yaml:30:14)
                        serve.yaml:31:22: shutdown.timeout: "30 seconds" (expected: a duration like 500ms, 30s, 5m or PT30S from 0s to 1h)
                        serve.yaml:31:47: shutdown.drain-delay: "2h" (expected: a duration like 500ms, 30s, 5m or PT30S from 0s to 1h)
                        serve.yaml:32:1: the key shutdown a second time (expected: once; the first is at serve.yaml:31:1)""");
    }
}
