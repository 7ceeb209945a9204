package dev.serve.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * One datagram to a Unix socket. The JDK opens such sockets for streams alone, so socket(2),
 * sendto(2) and close(2) of the C library are called, as Linux has them. Any thread.
 */
final class UnixDatagram {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** Of sockaddr_un: the path follows its family, and ends with a 0. */
    private static final int PATH_AT = 2;

    private static final int MOST_PATH = 107;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle SENDTO =
            function(
                    "sendto",
                    FunctionDescriptor.of(
                            LONG, INT, ValueLayout.ADDRESS, LONG, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));

    private UnixDatagram() {}

    @SuppressWarnings("restricted") // three functions, each with its very type
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }

    /**
     * Sends it.
     *
     * @param socket path of the socket; one that begins with {@code @} is an abstract name
     * @return whether the kernel has taken it
     * @throws IllegalArgumentException if the path is longer than a socket's can be
     */
    static boolean send(String socket, String message) {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > MOST_PATH) {
            throw new IllegalArgumentException(
                    "\"" + socket + "\" (expected: a path of at most " + MOST_PATH + " bytes)");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(PATH_AT + path.length + 1L, PATH_AT);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, PATH_AT, path.length);
            boolean isAbstract = path[0] == '@';
            if (isAbstract) {
                address.set(ValueLayout.JAVA_BYTE, PATH_AT, (byte) 0);
            }
            MemorySegment bytes =
                    arena.allocateFrom(
                            ValueLayout.JAVA_BYTE, message.getBytes(StandardCharsets.UTF_8));
            return send(bytes, address, PATH_AT + path.length + (isAbstract ? 0 : 1));
        }
    }

    private static boolean send(MemorySegment bytes, MemorySegment address, int length) {
        try {
            int descriptor = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (descriptor < 0) {
                return false;
            }
            long sent =
                    (long)
                            SENDTO.invokeExact(
                                    descriptor,
                                    bytes,
                                    bytes.byteSize(),
                                    MSG_NOSIGNAL,
                                    address,
                                    length);
            int closed = (int) CLOSE.invokeExact(descriptor);
            return sent == bytes.byteSize() && closed == 0;
        } catch (Throwable e) {
            // Method handles declare it; functions of C throw nothing.
            throw new IllegalStateException("a function of the C library cannot be called", e);
        }
    }
}
