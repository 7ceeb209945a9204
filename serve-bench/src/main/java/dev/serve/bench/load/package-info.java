/**
 * Load on whole servers: ours and a raw Helidon one with the same handlers, each in a JVM of its
 * own with the same flags and class path, measured in turn.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.bench.load.Main}: start here; {@code LoadCommand} measures requests,
 *       {@code H2Command} those over HTTP/2, {@code StartCommand} the way to the first answer and
 *       the memory then
 *   <li>{@link dev.serve.bench.load.OurServer}, {@link dev.serve.bench.load.RawServer}: what runs
 *       in the measured JVMs; {@code Handlers} answers in both
 *   <li>{@code ServerProcess}: starts one of them, reads its CPU time and memory; {@code
 *       Processors}: keeps servers and clients apart
 *   <li>{@code Row}: one kind of traffic; {@code LoadClient}: makes it, in {@code LoopClient} with
 *       sockets of this JVM, in {@code WrkClient} with the program wrk
 *   <li>{@code ChangesCommand}: what clients notice of a configuration that changes, by {@code
 *       ChangeLoad}
 *   <li>{@code WsCommand}, {@code WsIdleCommand}: sessions of WebSocket, by {@code WsLoad} over
 *       {@code WsSockets} in one thread; {@code WsRow}: what goes through them; {@code WsOurServer}
 *       and the like: who answers
 *   <li>{@code H2Row}, {@code H2LoadClient}: the same for HTTP/2, made by the program h2load
 *   <li>{@code Sample}: what one run gave; {@code Rounds}: servers warmed up and measured in turn;
 *       {@code Comparison}: medians and ratios of them
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * two servers &rarr; warm-up of both &rarr; rounds, ours and raw in turn &rarr; a ratio for each
 * round &rarr; the median of the ratios
 *
 * <h2>Threads</h2>
 *
 * Commands run in one thread; a client's connections are virtual threads that end with the run.
 */
@NullMarked
package dev.serve.bench.load;

import org.jspecify.annotations.NullMarked;
