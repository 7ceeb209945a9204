/**
 * HTTP/1.1, HTTP/2 and server-sent events: rules of the routing DSL become Helidon routes and
 * filters.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.HttpProtocol}: start here; what the server asks, the engines included
 *   <li>{@link dev.serve.http.HttpFeature}: puts compiled rules onto a listener, ours or Helidon's
 *   <li>{@code RuleCompiler}: one rule to one route, service or filter; {@code RouteProblems}: what
 *       cannot be compiled
 *   <li>{@code RuleRoute}, {@code ScopedRules}: routes that say what they answer and where they
 *       hold; {@code PathScope}: below which path
 *   <li>{@code Offers}, {@code UnansweredRoute}: which methods a path has; HEAD, OPTIONS, 405, 501
 *   <li>{@link dev.serve.http.HttpEngines}: our engines for a plain Helidon server; HTTP/1.1 itself
 *       is in {@code dev.serve.http.h1}, HTTP/2 in {@code dev.serve.http.h2} over {@code
 *       dev.serve.http.hpack}, what they share in {@code dev.serve.http.message}
 *   <li>{@code ExchangeFilter}, {@code RequestExchange}, {@code Refusals}: our filters on Helidon's
 *       chain
 *   <li>{@code EventsHandler}, {@code SinkEventStream}: event streams
 *   <li>{@code FilesHandler}, {@code FilePreconditions}, {@code ByteRange}: files of a directory
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * rules &rarr; {@code RuleCompiler} &rarr; Helidon's {@code HttpRouting} &rarr; per request:
 * filters in order of registration &rarr; first route that accepts method, headers and path
 *
 * <h2>Threads</h2>
 *
 * Compiling is done by one thread; what comes of it is immutable and serves all.
 */
@NullMarked
package dev.serve.http;

import org.jspecify.annotations.NullMarked;
