package dev.serve.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which listener a parameter of a test is for: a {@link TestHttpClient}, a {@link RawClient}
 * (connected, over TLS when the listener has it), a {@link java.net.URI}, an {@link
 * java.net.InetSocketAddress}, or the {@link java.nio.file.Path} of a Unix socket.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Listener {

    /** Name of the listener; empty where the server has only one. */
    String value() default "";
}
