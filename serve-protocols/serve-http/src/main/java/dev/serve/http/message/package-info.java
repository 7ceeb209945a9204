/**
 * A request and an answer as Helidon's routing takes them, without the bytes of one version of
 * HTTP: what the engines of this module share. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.message.EngineRequest}: start here; a request on its way through the
 *       routing
 *   <li>{@link dev.serve.http.message.RequestFields}: its header fields, read where they lie
 *   <li>{@link dev.serve.http.message.RequestTarget}, {@link dev.serve.http.message.Authority}: the
 *       grammar of what is asked for; {@link dev.serve.http.message.Octets}: of single bytes
 *   <li>{@link dev.serve.http.message.RequestBody}, {@link dev.serve.http.message.RequestEntity}: a
 *       body as an engine gives it, and as handlers take it
 *   <li>{@link dev.serve.http.message.EngineResponse}, {@link dev.serve.http.message.AnswerStream}:
 *       an answer as handlers make it; {@link dev.serve.http.message.AnswerOutput}: its form on the
 *       wire
 *   <li>{@link dev.serve.http.message.Refusal}, {@link dev.serve.http.message.ErrorAnswer}: what is
 *       wrong with a request, and the words it is answered with
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Everything but the grammars belongs to the thread of its request.
 */
@NullMarked
package dev.serve.http.message;

import org.jspecify.annotations.NullMarked;
