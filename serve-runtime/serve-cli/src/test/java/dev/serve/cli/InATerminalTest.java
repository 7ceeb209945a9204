package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who uses the commands in a terminal. */
class InATerminalTest {

    private static final String FORMER_SCREEN = "\u001b[?25h\u001b[?1049l";

    @RegisterExtension private final CommandHere commands = new CommandHere();

    private PseudoTerminal terminal(String environment, String... arguments) throws IOException {
        return PseudoTerminal.run(commands.run(), 100, 24, environment, arguments);
    }

    /** One server for all of it: another one would take seconds. */
    @Test
    void isColouredGivenBackByTopAndClearedOfWhatWasWaitedFor() throws Exception {
        assumeTrue(Files.isExecutable(PseudoTerminal.SCRIPT), "no " + PseudoTerminal.SCRIPT);
        commands.started(
                """
                listeners:
                  web: { port: 0 }
                  admin: { port: 0, protocols: [http, sse] }
                admin: { listener: admin }
                shutdown: { drain-delay: 2s }
                """);

        try (PseudoTerminal terminal = terminal("TERM=xterm", "status")) {
            assertThat(terminal.ended())
                    .contains("Health: \u001b[32mup\u001b[0m, ready")
                    .contains("code 0");
        }

        try (PseudoTerminal terminal = terminal("TERM=xterm", "top")) {
            terminal.until(shown -> shown.contains("BUSY") && shown.contains("q quits"));
            assertThat(terminal.shown())
                    .contains("\u001b[?1049h\u001b[?25l", "\u001b[1mProcess ", "version 1", "web");
            int before = terminal.shown().length();
            terminal.resize(40, 24);
            terminal.until(shown -> hasNarrowFrame(shown, before));
            terminal.type("q");
            String shown = terminal.ended();
            assertThat(shown.substring(shown.indexOf(FORMER_SCREEN)))
                    .contains("code 0")
                    .containsPattern("[^-]icanon")
                    .containsPattern("[^-]isig")
                    .containsPattern("[^-]echo ");
        }

        try (PseudoTerminal terminal = terminal("TERM=xterm NO_COLOR=1", "stop")) {
            assertThat(terminal.ended())
                    .containsPattern(
                            "\rStopping process \\d+, 1 s \u001b\\[K(\r[^\n]*)?\r\u001b\\[KProcess \\d+ stopped in \\d\\.\\d\\d s\\.\r\n")
                    .doesNotContainPattern("\u001b\\[\\d*m")
                    .contains("code 0");
        }
    }

    /** Its key is a pipe that nothing comes out of. */
    @Test
    void leavesNothingHalfDoneAndNoProcessWhenAStartIsInterrupted() throws Exception {
        assumeTrue(Files.isExecutable(PseudoTerminal.SCRIPT), "no " + PseudoTerminal.SCRIPT);
        assumeTrue(
                !SignalsTest.isIgnored(ProcessHandle.current().pid(), 2),
                "SIGINT is ignored by what runs us");
        String pipe = commands.site() + ".key";
        assertThat(new ProcessBuilder("mkfifo", pipe).inheritIO().start().waitFor()).isZero();
        commands.write(
                "listeners: { web: { port: 0, tls: { key: %1$s, cert: %1$s } } }".formatted(pipe));

        try (PseudoTerminal terminal =
                terminal("TERM=xterm", "start", commands.site().toString())) {
            terminal.until(shown -> shown.contains("Starting, 1 s") && isRunning());
            terminal.type("\u0003");
            assertThat(terminal.ended())
                    .containsPattern(
                            "\rStarting, interrupted after \\d+\\.\\d\\d s\u001b\\[K\r\ncode 130");
        }

        assertThat(commands.process()).isEmpty();
    }

    private boolean isRunning() {
        return Files.exists(commands.file("serve.pid"));
    }

    private static boolean hasNarrowFrame(String shown, int from) {
        int frame = shown.indexOf("LISTENER", from);
        int end = shown.indexOf("q quits", frame);
        return frame > 0 && end > 0 && !shown.substring(frame, end).contains("BUSY");
    }
}
