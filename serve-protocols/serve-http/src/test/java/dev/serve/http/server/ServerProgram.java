package dev.serve.http.server;

import dev.serve.api.Server;
import dev.serve.api.event.ServerEvent;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own, for tests that starve or end one. Says {@code port N}, then
 * each change of whether it accepts; stops at the end of its input.
 */
public final class ServerProgram {

    private ServerProgram() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream output =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (Server server =
                Greeter.builder()
                        .onEvent(
                                ServerEvent.AcceptingChanged.class,
                                event -> output.println(event.from() + " " + event.to()))
                        .build()
                        .start()) {
            output.println("port " + server.port("web"));
            int read = 0;
            while (read >= 0) {
                read = System.in.read();
            }
        }
    }
}
