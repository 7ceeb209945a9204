/**
 * HTTP/1.1 on a wire (RFC 9112), driving Helidon's routing. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.http.h1.Http1Selector}: start here; what a listener is given
 *   <li>{@code Http1Connection}: head after head; {@code Http1Turn}: one of them to its answer
 *   <li>{@code HeadParser}, {@code RequestLine}, {@code FieldTable}, {@code HeadFacts}, {@code
 *       Framing}: bytes to a {@code RequestHead}, or to a {@code Refusal}
 *   <li>{@code LengthBody}, {@code ChunkedBody}: request bodies; {@code Drain}: what nobody read
 *   <li>{@code Http1Response}: answers as handlers make them; {@code AnswerWriter}, {@code
 *       HeadWriter}: their bytes
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * window &rarr; {@code HeadParser} &rarr; {@code Http1Turn} &rarr; {@code HttpRouting.route} &rarr;
 * {@code Http1Response} &rarr; {@code AnswerWriter} &rarr; gathered, and written before the next
 * wait
 *
 * <h2>Threads</h2>
 *
 * A connection and all that belongs to it is used by the one virtual thread that serves it; closing
 * may be asked for by any thread.
 */
@NullMarked
package dev.serve.http.h1;

import org.jspecify.annotations.NullMarked;
