package dev.serve.api.spi;

/** Sees nothing, and lets the engine answer. */
final class UnobservedConnection implements ConnectionObserver {

    @Override
    public void protocol(String name, boolean multiplexed) {}

    @Override
    public void headBegins() {}

    @Override
    public void bodyBegins() {}

    @Override
    public void bodyEnds() {}

    @Override
    public boolean answerBegins() {
        return true;
    }

    @Override
    public void streamOpens() {}

    @Override
    public void streamCloses(boolean error) {}

    @Override
    public void watchesClient() {}

    @Override
    public boolean isDraining() {
        return false;
    }
}
