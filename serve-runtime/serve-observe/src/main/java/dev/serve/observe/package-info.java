/**
 * Sees what a server does and tells it: health, metrics, history, access log, traces.
 *
 * <p>{@link dev.serve.observe.ObserveExtension}: start here; joins every server by being on the
 * class path, and does what {@code observe:} says. Below it {@code health} judges, {@code metrics}
 * counts, {@code history} keeps, {@code log} writes lines, {@code trace} makes spans, and {@code
 * http} answers.
 */
@NullMarked
package dev.serve.observe;

import org.jspecify.annotations.NullMarked;
