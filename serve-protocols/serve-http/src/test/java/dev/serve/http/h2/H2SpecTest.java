package dev.serve.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.testing.DevCertificates;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * h2spec, strict: its suites of RFC 7540 and RFC 7541 in whole, over plain TCP and over TLS. The
 * program comes out of the jar of a Maven plugin, for Linux on x86-64.
 */
class H2SpecTest {

    private static final String PROGRAM = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final int CASES = 146;
    private static final int TAR_BLOCK = 512;

    @TempDir private Path directory;

    @TestFactory
    Stream<DynamicTest> overPlainTcp() throws Exception {
        return run(false);
    }

    @TestFactory
    Stream<DynamicTest> overTls() throws Exception {
        return run(true);
    }

    private Stream<DynamicTest> run(boolean tls) throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "there is no h2spec for this machine");
        Path program = unpacked();
        DevCertificates certificates = DevCertificates.createIn(directory.resolve("certificates"));
        Map<String, String> results;
        try (Server server = server(tls, certificates)) {
            results = results(program, server.port("web"), tls);
        }
        assertThat(results).hasSize(CASES);
        return results.entrySet().stream()
                .map(
                        result ->
                                dynamicTest(
                                        result.getKey(),
                                        () -> {
                                            if (!result.getValue().isEmpty()) {
                                                fail(result.getValue());
                                            }
                                        }));
    }

    private static Server server(boolean tls, DevCertificates certificates) {
        return Server.builder()
                .listener("web", listener -> listen(listener.port(0), tls, certificates))
                .build()
                .start();
    }

    private static void listen(
            ListenerBuilder listener, boolean tls, DevCertificates certificates) {
        listener.routing(routes -> routes.any("/hello", H2SpecTest::hello));
        if (tls) {
            String key = file(certificates, "server.key");
            String cert = file(certificates, "server.crt");
            listener.tls(keys -> keys.key(key).cert(cert));
        }
    }

    /** Some cases are about a body, and see its errors only while somebody reads it. */
    private static void hello(ServerRequest request, ServerResponse response) {
        if (request.content().hasEntity()) {
            request.content().as(byte[].class);
        }
        response.send("hello");
    }

    private static String file(DevCertificates certificates, String name) {
        return certificates.file(name).toString();
    }

    /** The only file of the archive. */
    private Path unpacked() throws IOException {
        try (InputStream packed = H2SpecTest.class.getResourceAsStream(PROGRAM)) {
            assertThat(packed).as(PROGRAM + " on the class path").isNotNull();
            try (InputStream tar = new GZIPInputStream(packed)) {
                byte[] head = tar.readNBytes(TAR_BLOCK);
                int size = Integer.parseInt(new String(head, 124, 11, US_ASCII), 8);
                Path program = directory.resolve("h2spec");
                Files.write(program, tar.readNBytes(size));
                assertThat(program.toFile().setExecutable(true)).isTrue();
                return program;
            }
        }
    }

    /** What went wrong in each case; empty when nothing did. */
    private Map<String, String> results(Path program, int port, boolean tls)
            throws IOException, InterruptedException, ParserConfigurationException, SAXException {
        Path report = directory.resolve("report.xml");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "generic",
                                "http2",
                                "hpack",
                                "-S",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-P",
                                "/hello",
                                "-o",
                                "5",
                                "-j",
                                report.toString()));
        if (tls) {
            command.addAll(List.of("-t", "-k"));
        }
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(report).as(() -> read(output)).exists();
        return results(report);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Map<String, String> results(Path report)
            throws ParserConfigurationException, IOException, SAXException {
        NodeList cases =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getElementsByTagName("testcase");
        Map<String, String> results = new TreeMap<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element each = (Element) cases.item(i);
            String name =
                    String.format(
                            Locale.ROOT,
                            "%s %03d %s",
                            each.getAttribute("package"),
                            i,
                            each.getAttribute("classname"));
            results.put(name, wrong(each));
        }
        return results;
    }

    private static String wrong(Element each) {
        StringBuilder wrong = new StringBuilder();
        for (String kind : List.of("failure", "error", "skipped")) {
            NodeList found = each.getElementsByTagName(kind);
            for (int i = 0; i < found.getLength(); i++) {
                wrong.append(kind).append(": ").append(found.item(i).getTextContent());
            }
        }
        return wrong.toString();
    }
}
