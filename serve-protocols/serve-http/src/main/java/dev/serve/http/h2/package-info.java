/**
 * HTTP/2 on a wire (RFC 9113), driving Helidon's routing. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.h2.Http2Selector}: start here; what a listener is given; {@link
 *       dev.serve.http.h2.Http2Upgrade}: the way in from HTTP/1.1
 *   <li>{@code Http2Connection}: one connection; {@code Session}: what its streams share; {@code
 *       Watch}: its deadlines; {@code Goodbye}: its end
 *   <li>{@code FrameReader}, {@code BlockBuffer}, {@code Inbound}: frames, and what they do; {@code
 *       Budgets}: how many
 *   <li>{@code Openings}, {@code RequestAssembly}, {@code FieldFacts}: header blocks to requests
 *   <li>{@code Http2Stream}, {@code SendWindow}: one stream; {@code InboundBody}: its request;
 *       {@code Http2Turn}: its handler
 *   <li>{@code Http2Response}, {@code AnswerWriter}: answers, and their frames; {@code Content}: a
 *       part of one on its way
 *   <li>{@code Outbox}, {@code Schedule}, {@code FrameOutput}: what is written, when, and by whom
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * window &rarr; {@code FrameReader} &rarr; {@code Inbound} &rarr; {@code Openings} &rarr; a thread:
 * {@code Http2Turn} &rarr; {@code HttpRouting.route} &rarr; {@code Http2Response} &rarr; {@code
 * Outbox} &rarr; one write for all that are ready
 *
 * <h2>Threads</h2>
 *
 * One reads, one serves each stream, and whichever of these finds nobody writing writes. The one
 * that reads waits for nothing else.
 */
@NullMarked
package dev.serve.http.h2;

import org.jspecify.annotations.NullMarked;
