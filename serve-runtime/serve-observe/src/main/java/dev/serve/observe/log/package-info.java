/**
 * Lines about work that has ended, and what is logged at all.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.log.AccessLog}: start here; a line for each request, call and
 *       connection, and one more for slow ones; {@code WorkLines}: what each of them says
 *   <li>{@link dev.serve.observe.log.LogLevels}: levels of loggers, as the configuration has them
 *   <li>{@link dev.serve.observe.log.RepeatFilter}: warnings that repeat are summed up
 *   <li>{@link dev.serve.observe.log.Rotation}: when a file is full, and what becomes of it
 *   <li>{@link dev.serve.observe.log.LineWriter}: writes lines in a thread of its own, so that no
 *       request waits for a disk
 *   <li>{@link dev.serve.observe.log.Redaction}: what must not be read in them
 * </ul>
 */
@NullMarked
package dev.serve.observe.log;

import org.jspecify.annotations.NullMarked;
