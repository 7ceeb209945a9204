/**
 * The {@code serve} command.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.cli.Main}: start here; the top command, and what becomes of errors
 *   <li>{@code RunCommand}, {@code CheckCommand}, {@code PlanCommand}: a server in the terminal,
 *       and what its file comes to; {@code Input} and {@code Launch} are what they are given
 *   <li>{@code Reconfiguration} and {@code ChangeReport}: a change while it runs, and what is said
 *       of it
 *   <li>{@code StartCommand}, {@code StopCommand}, {@code RestartCommand}, {@code ReloadCommand},
 *       {@code StatusCommand}: a server in the background; {@code RunFiles} says which process that
 *       is, {@code RunState} what it serves, kept by {@code Telling}
 *   <li>{@code ConnectionsCommand}, {@code TopCommand}: what it says of itself by its admin API,
 *       asked by {@code AdminClient} over a {@code Link}, with {@code Credentials} where that has
 *       TLS; {@code TopScreen} and {@code TopView} show it, {@code Terminal} is where
 *   <li>{@code AotCommand}: the cache of loaded classes; {@code Trained} is the server that it is
 *       made of, {@code Visit} asks it, {@code MakerLock} says that it is being made, {@code
 *       Preflight} whether the start that it is for would serve
 *   <li>{@code Console}: how all of them speak; {@code Style}, {@code Table}, {@code Words}, {@code
 *       Progress}; {@code AtExit}: what is done when one of them is interrupted
 *   <li>{@code Logging}: chooses the log format, before anything logs
 *   <li>{@code Endpoint}: a listener as the terminal shows it, with commands to try it; {@code
 *       ListenerTable} and {@code ListenerJson} print them
 *   <li>{@code StopSignals}: Ctrl-C and SIGTERM, by {@code Signals}
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
