/** Reads {@code serve.yaml}: located tree, snapshot, difference, change event. */
@NullMarked
package dev.serve.config;

import org.jspecify.annotations.NullMarked;
