package dev.serve.cli;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Puts errors into words. A stack trace is printed for our own mistakes only. */
final class Failure {

    private final Style style;

    Failure(Style style) {
        this.style = style;
    }

    /** Prints to standard error; returns the exit code. */
    int report(Exception error, CommandLine command) {
        PrintWriter err = command.getErr();
        switch (error) {
            case ConfigException wrong -> {
                return problems(wrong.problems(), err);
            }
            case ListenerException listener -> {
                err.println(style.bad(String.valueOf(listener.getMessage())));
                if (inUse(listener)) {
                    advice(listener).forEach(err::println);
                }
            }
            case InterruptedException _ -> err.println("interrupted");
            default -> {
                err.println(style.bad("serve failed: " + error));
                error.printStackTrace(err);
            }
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    int problems(List<Problem> problems, PrintWriter err) {
        problems.forEach(problem -> err.println(style.bad(problem.toString())));
        err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static boolean inUse(ListenerException error) {
        return error.getCause() instanceof BindException cause
                && cause.getMessage() != null
                && cause.getMessage().contains("in use");
    }

    /** Who has the port, and how to take another. */
    private static List<String> advice(ListenerException error) {
        String address = error.address();
        int colon = address.lastIndexOf(':');
        if (address.startsWith("unix:") || colon < 0) {
            return List.of();
        }
        int port = Integer.parseInt(address.substring(colon + 1));
        OptionalInt free = PortHolder.freePort(address.substring(0, colon), port);
        return List.of(
                "  held by: " + PortHolder.of(port).orElse("a process that this user may not see"),
                "  to listen elsewhere: --set listeners."
                        + error.listener()
                        + ".port="
                        + free.orElse(0));
    }
}
