/**
 * Streams of server-sent events (WHATWG HTML, section 9.2) as answers, over HTTP/1.1 and HTTP/2.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.sse.EventsHandler}: start here; answers a request with a stream, and
 *       sees it to its end; a {@link dev.serve.api.spi.Sweeper} looks after those of one route:
 *       comments when they are silent, an end when they are idle
 *   <li>{@code OpenStream}: one stream: its buffer, its writer, how it ends
 *   <li>{@code EventText}: the bytes of an event
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * The handler runs in its request's thread. What it sends is written by a virtual thread that is
 * there while anything waits. One more for each route looks after its streams.
 */
@NullMarked
package dev.serve.http.sse;

import org.jspecify.annotations.NullMarked;
