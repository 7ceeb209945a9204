/**
 * Proves of every configuration key that it does something: its value is changed, and the change is
 * seen from outside, in a socket or an answer. {@code EveryKeyTest} fails for a key that has no
 * proof.
 */
@NullMarked
package dev.serve.cli.keys;

import org.jspecify.annotations.NullMarked;
