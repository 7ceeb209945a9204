/** A server inside a program of your own. */
@NullMarked
package dev.serve.samples.embedded;

import org.jspecify.annotations.NullMarked;
