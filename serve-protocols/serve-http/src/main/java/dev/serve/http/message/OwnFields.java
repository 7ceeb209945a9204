package dev.serve.http.message;

import io.helidon.http.ServerRequestHeaders;

/**
 * The header fields of a request on an engine of ours. Routes tell by them that the answer to HEAD
 * goes without its body.
 */
public sealed interface OwnFields extends ServerRequestHeaders
        permits RequestFields, ChangedFields {}
