/**
 * Sees what a server does and tells it: health, metrics, history.
 *
 * <p>{@link dev.serve.observe.ObserveExtension}: start here; joins every server by being on the
 * class path, and does what {@code observe:} says. Below it {@code health} judges, {@code metrics}
 * counts, and {@code http} answers.
 */
@NullMarked
package dev.serve.observe;

import org.jspecify.annotations.NullMarked;
