package dev.serve.api.spi;

/** Sees nothing. */
final class UnobservedWire implements WireObserver {

    @Override
    public void waitsToRead() {}

    @Override
    public void received(int bytes) {}

    @Override
    public void waitsToWrite() {}

    @Override
    public void sent(long bytes) {}
}
