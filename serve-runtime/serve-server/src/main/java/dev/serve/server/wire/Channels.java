package dev.serve.server.wire;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** What both transports do alike with a channel. */
final class Channels {

    private static final System.Logger LOG = System.getLogger(Channels.class.getName());

    private Channels() {}

    /** Closes; a failure is of use to nobody but who debugs. */
    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(DEBUG, "a channel could not be closed", e);
        }
    }

    /** A call that the JDK would answer to an interrupt by closing the channel. */
    @FunctionalInterface
    interface Call {
        long run() throws IOException;
    }

    /** Runs a call without the flag of an earlier interrupt, which is set again afterwards. */
    static long hidingInterrupt(Call call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return call.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
