package dev.serve.api.config;

import java.util.Map;

/** The steps of a stop, in their order. */
public enum ShutdownStep {
    /**
     * The server is no longer ready, says so, and goes on accepting for {@code
     * shutdown.drain-delay}.
     */
    DRAIN_DELAY,
    /** Listeners stop accepting; what the kernel has accepted for them is still let in. */
    STOP_ACCEPTING,
    /** What is inside may finish, told so in its protocol's words. */
    WAIT,
    /** What is left is cut. */
    FORCE_CLOSE,
    /** Routes and extensions are stopped, threads ended. */
    CLEAN_UP;

    /** A step by its name, ours ({@code stop-accepting}) or K's. */
    static final ValueType<ShutdownStep> TYPE =
            ValueTypes.oneOf(
                    ShutdownStep.class,
                    Map.of(
                            "drain_delay", DRAIN_DELAY,
                            "stop_accepting_connections", STOP_ACCEPTING,
                            "wait_connections_completion", WAIT,
                            "force_close_connections", FORCE_CLOSE,
                            "stop_monitoring_cleanup", CLEAN_UP));

    /** As configuration writes it: {@code stop-accepting}. */
    public String text() {
        return TYPE.print(this);
    }
}
