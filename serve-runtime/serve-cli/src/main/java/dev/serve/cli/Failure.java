package dev.serve.cli;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
    int report(Exception error, PrintWriter err) {
        switch (error) {
            case ConfigException wrong -> {
                return problems(wrong.problems(), err);
            }
            case ListenerException listener -> {
                err.println(style.bad(String.valueOf(listener.getMessage())));
                advice(listener).forEach(err::println);
            }
            case CommandFailure known -> err.println(style.bad(String.valueOf(known.getMessage())));
            case UncheckedIOException files ->
                    err.println(style.bad(files.getMessage() + ": " + files.getCause()));
            case IOException files -> err.println(style.bad(words(files)));
            case InterruptedException _ -> err.println("interrupted");
            default -> {
                err.println(style.bad("serve failed: " + error));
                error.printStackTrace(err);
            }
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Such as {@code run/serve.lock: permission denied}; some have but the file as message. */
    static String words(IOException error) {
        String reason =
                switch (error) {
                    case AccessDeniedException _ -> "permission denied";
                    case FileAlreadyExistsException _ -> "is there, and is no directory";
                    case NoSuchFileException _ -> "no such file";
                    case FileSystemException other when other.getReason() != null ->
                            other.getReason();
                    default -> Knock.words(error);
                };
        return error instanceof FileSystemException of ? of.getFile() + ": " + reason : reason;
    }

    int problems(List<Problem> problems, PrintWriter err) {
        problems.forEach(problem -> err.println(style.bad(problem.toString())));
        err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** Who has the port, and how to take another. */
    static List<String> advice(ListenerException error) {
        String address = error.address();
        int colon = address.lastIndexOf(':');
        if (address.startsWith("unix:") || !(error.getCause() instanceof BindException cause)) {
            return List.of();
        }
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return List.of(
                    "  held by: "
                            + PortHolder.of(port).orElse("a process that this user may not see"),
                    elsewhere(error.listener(), PortHolder.freePort(host, port)));
        }
        if (reason.contains("Permission denied")) {
            return List.of(
                    "  a port below 1024 needs root, or CAP_NET_BIND_SERVICE on Linux",
                    elsewhere(error.listener(), PortHolder.freePort(host, 8079)));
        }
        return List.of();
    }

    private static String elsewhere(String listener, OptionalInt free) {
        int port = free.orElse(0);
        return "  "
                + port
                + " is free: listeners."
                + listener
                + ".port in the file, or --set listeners."
                + listener
                + ".port="
                + port;
    }
}
