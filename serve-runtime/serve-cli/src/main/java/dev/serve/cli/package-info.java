/**
 * The {@code serve} command.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.cli.Main}: start here; the top command, and what becomes of errors
 *   <li>{@code RunCommand}, {@code CheckCommand}: what can be asked for; {@code Input} is what both
 *       are given
 *   <li>{@code Logging}: chooses the log format, before anything logs
 *   <li>{@code Endpoint} and {@code Trial}: a listener as the terminal shows it, and a command to
 *       try it; {@code ListenerTable} and {@code ListenerJson} print them
 *   <li>{@code StopSignals}: Ctrl-C and SIGTERM
 *   <li>{@code Failure}: errors in words; {@code PortHolder}: which process has a port
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * The main thread starts the server, waits for a signal and stops it; a second signal forces the
 * stop from the thread that the JVM delivers it on.
 */
@NullMarked
package dev.serve.cli;

import org.jspecify.annotations.NullMarked;
