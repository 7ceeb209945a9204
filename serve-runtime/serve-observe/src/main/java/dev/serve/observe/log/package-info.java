/**
 * Lines about work that has ended.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.log.AccessLog}: start here; a line for each request, call and
 *       connection, and one more for slow ones
 *   <li>{@link dev.serve.observe.log.LineWriter}: writes lines in a thread of its own, so that no
 *       request waits for a disk
 *   <li>{@link dev.serve.observe.log.Redaction}: what must not be read in them
 * </ul>
 */
@NullMarked
package dev.serve.observe.log;

import org.jspecify.annotations.NullMarked;
