package dev.serve.cli;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the system. The one API for them is {@code sun.misc.Signal} (module jdk.unsupported),
 * reached by reflection because javac's warning about it cannot be switched off where warnings are
 * errors.
 */
final class Signals {

    private Signals() {}

    /**
     * Takes a signal from now on. One that the JVM or the shell has disabled ({@code -Xrs}, {@code
     * nohup}), or that is unknown here, stays as it is.
     *
     * @param name without SIG
     * @param action called on each, in a thread of the JVM
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
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
            System.getLogger(Signals.class.getName())
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
            default -> "Signals";
        };
    }
}
