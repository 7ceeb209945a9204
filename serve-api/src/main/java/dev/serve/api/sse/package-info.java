/**
 * Server-sent events (WHATWG HTML, section 9.2) in straight-line code.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.sse.EventStreamHandler}: start here; serves one stream of one client
 *   <li>{@link dev.serve.api.sse.EventStream}: what it sends to
 *   <li>{@link dev.serve.api.sse.Event}: what it sends
 *   <li>{@link dev.serve.api.sse.EventRing}: a handler that keeps the last events, so that a client
 *       that comes back misses none
 * </ul>
 */
@NullMarked
package dev.serve.api.sse;

import org.jspecify.annotations.NullMarked;
