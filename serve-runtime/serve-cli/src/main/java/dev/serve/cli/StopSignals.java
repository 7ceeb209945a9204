package dev.serve.cli;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM: the first asks for a stop, the second forces it, the third ends the process.
 * SIGHUP asks for the configuration anew.
 *
 * <p>Handlers, not a shutdown hook: a hook cannot see a second signal, since the JVM that runs it
 * takes no further ones; and the exit code would be 130 or 143, not 0. The one API for this is
 * {@code sun.misc.Signal} (module jdk.unsupported), reached by reflection because javac's warning
 * about it cannot be switched off where warnings are errors.
 */
final class StopSignals {

    /** What stops a process, and what is as good as one. */
    enum Stop {
        /** SIGINT: somebody sits there and has pressed Ctrl-C. */
        CTRL_C("INT"),
        /** SIGTERM: from whoever runs the process. */
        TERM("TERM");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    private final CompletableFuture<Stop> first = new CompletableFuture<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable force;

    private StopSignals(Runnable force) {
        this.force = force;
    }

    /**
     * Takes the signals from now on. One that the JVM or the shell has disabled ({@code -Xrs},
     * {@code nohup}) stays as it is.
     *
     * @param force called on the second signal, in a thread of the JVM
     */
    static StopSignals install(Runnable force) {
        StopSignals signals = new StopSignals(force);
        for (Stop stop : Stop.values()) {
            signals.handle(stop.signal, () -> signals.received(stop));
        }
        return signals;
    }

    /** Waits for the first signal; which it was. */
    Stop await() throws InterruptedException {
        try {
            return first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails here", e);
        }
    }

    /**
     * Takes SIGHUP from now on; before, it ends the process.
     *
     * @param reload called on each, in a thread of the JVM
     */
    void onHangUp(Runnable reload) {
        handle("HUP", reload);
    }

    /** As if a signal had asked for a stop. */
    void stop() {
        first.complete(Stop.TERM);
    }

    private void received(Stop stop) {
        switch (count.incrementAndGet()) {
            case 1 -> first.complete(stop);
            case 2 -> force.run();
            default -> Runtime.getRuntime().halt(1);
        }
    }

    private void handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (proxy, method, arguments) -> answer(action, proxy, method, arguments));
            signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(
                            null,
                            signalType.getConstructor(String.class).newInstance(name),
                            handler);
        } catch (InvocationTargetException e) {
            // Taken by the JVM or unknown here: its default action remains.
            System.getLogger(StopSignals.class.getName())
                    .log(Level.DEBUG, "SIG" + name + " stays as it is", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
        }
    }

    private static Object answer(Runnable action, Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield Void.TYPE;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "StopSignals";
        };
    }
}
