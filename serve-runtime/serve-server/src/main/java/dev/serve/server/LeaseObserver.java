package dev.serve.server;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.WireObserver;
import dev.serve.pool.Lease;

/** Tells a lease what the wire and the engine of its connection tell. */
final class LeaseObserver implements WireObserver, ConnectionObserver {

    private final Lease lease;

    LeaseObserver(Lease lease) {
        this.lease = lease;
    }

    @Override
    public void waitsToRead() {
        lease.activity().readBegins();
    }

    @Override
    public void received(int bytes) {
        lease.activity().readEnds();
    }

    @Override
    public void waitsToWrite() {
        lease.activity().writeBegins();
    }

    @Override
    public void sent(long bytes) {
        lease.activity().writeEnds();
    }

    @Override
    public void protocol(String name, boolean multiplexed) {
        if (multiplexed) {
            lease.activity().multiplexes();
        }
    }

    @Override
    public void headBegins() {
        lease.activity().readEnds();
    }

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
    public boolean isDraining() {
        return lease.isDraining();
    }
}
