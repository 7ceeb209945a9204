/**
 * WebSocket as handlers see it (RFC 6455).
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.websocket.WebSocketEndpoint}: what a route leads to, in one of three
 *       styles: {@link dev.serve.api.websocket.WebSocketHandler} with whole messages, {@link
 *       dev.serve.api.websocket.WebSocketStreamHandler} with messages as they come in, {@link
 *       dev.serve.api.websocket.WebSocketConversation} that receives by itself
 *   <li>{@link dev.serve.api.websocket.WebSocketSession}: one peer; its {@link
 *       dev.serve.api.websocket.WebSocketRequest} and its end, {@link
 *       dev.serve.api.websocket.WebSocketClose}
 *   <li>{@link dev.serve.api.websocket.PreparedMessage}: one message for many; {@link
 *       dev.serve.api.websocket.Broadcast} sends it
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Handlers are called by one thread at a time for a session; sessions may be used by any thread.
 */
@NullMarked
package dev.serve.api.websocket;

import org.jspecify.annotations.NullMarked;
