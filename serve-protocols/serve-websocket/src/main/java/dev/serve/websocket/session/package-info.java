/**
 * A session from its first frame to its last. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.websocket.session.Session}: start here; what handlers hold
 *   <li>{@code Incoming}: frames to messages; {@code Receiver}, {@code Watch}: which thread reads
 *   <li>{@code Outbox}: what waits for the peer and who writes it; {@code Outgoing}, {@code
 *       OutgoingList}, {@code Encoder}, {@code MessageStream}: what it is made of
 *   <li>{@code Pulse}: signs of life, and what is due without; {@link
 *       dev.serve.websocket.session.Sessions}: all of a listener
 *   <li>{@link dev.serve.websocket.session.Handling}: how messages reach a route's code
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * wire &rarr; {@code Incoming} &rarr; {@code Receiver} &rarr; {@code Handling} &rarr; {@code
 * Session.send} &rarr; {@code Outbox} &rarr; wire
 */
@NullMarked
package dev.serve.websocket.session;

import org.jspecify.annotations.NullMarked;
