package dev.serve.api.spi;

/** Sees nothing. */
final class UnobservedWork implements WorkObserver {}
