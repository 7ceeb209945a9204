/** HTTP/1.1, HTTP/2 and server-sent events on our listeners. */
@NullMarked
package dev.serve.http;

import org.jspecify.annotations.NullMarked;
