/** The {@code serve} command. */
@NullMarked
package dev.serve.cli;

import org.jspecify.annotations.NullMarked;
