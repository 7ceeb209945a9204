package dev.serve.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What systemd is to a service: a Unix socket for datagrams, by the C library of Linux. */
final class DatagramReceiver implements AutoCloseable {

    private static final int MOST = 4096;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int FAMILY_BYTES = 2;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle RECEIVE =
            function("recv", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));

    private final int descriptor;
    private final List<String> received = new ArrayList<>();

    private DatagramReceiver(int descriptor) {
        this.descriptor = descriptor;
    }

    @SuppressWarnings("restricted") // four functions, each with its very type
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
    }

    /** Bound to a file. */
    static DatagramReceiver at(Path socket) throws Throwable {
        return bound(socket + "\0");
    }

    /** Bound to an abstract name, which has no file. */
    static DatagramReceiver named(String name) throws Throwable {
        return bound("\0" + name);
    }

    private static DatagramReceiver bound(String name) throws Throwable {
        int descriptor = (int) SOCKET.invokeExact(1, 2, 0);
        try (Arena arena = Arena.ofConfined()) {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(FAMILY_BYTES + path.length, FAMILY_BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, path.length);
            int bound = (int) BIND.invokeExact(descriptor, address, (int) address.byteSize());
            if (bound != 0) {
                throw new AssertionError("cannot bind " + name);
            }
            return new DatagramReceiver(descriptor);
        }
    }

    /** All messages so far. */
    List<String> received() {
        for (Optional<String> next = next(); next.isPresent(); next = next()) {
            received.add(next.get());
        }
        return List.copyOf(received);
    }

    private Optional<String> next() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(MOST);
            long length = (long) RECEIVE.invokeExact(descriptor, text, (long) MOST, MSG_DONTWAIT);
            return length < 0
                    ? Optional.empty()
                    : Optional.of(
                            new String(
                                    text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE),
                                    StandardCharsets.UTF_8));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            int closed = (int) CLOSE.invokeExact(descriptor);
            if (closed != 0) {
                throw new AssertionError("cannot close " + descriptor);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
