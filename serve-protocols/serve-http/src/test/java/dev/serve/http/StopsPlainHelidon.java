package dev.serve.http;

import dev.serve.testing.ExpectLog;
import java.lang.System.Logger.Level;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For tests that stop a {@link PlainHelidon}: its accept loop reports the channel that {@code
 * stop()} closed, when it was just about to accept, and its HTTP/2 connections that they were
 * interrupted. Seen on a busy machine, once in some hundred stops.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExpectLog(
        value = "Got a throwable while listening",
        level = Level.ERROR,
        logger = "io.helidon.webserver.ServerListener")
@ExpectLog(value = "Interrupted", logger = "io.helidon.webserver.ConnectionHandler")
@interface StopsPlainHelidon {}
