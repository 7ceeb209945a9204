package dev.serve.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboundQueueTest {

    /** Room for three items of four bytes in all; writes when it is told to. */
    private static final class Queue extends OutboundQueue<String> {

        private final List<String> written = new ArrayList<>();
        private int asked;

        @Override
        protected int mostItems() {
            return 3;
        }

        @Override
        protected long mostBytes() {
            return 4;
        }

        @Override
        protected int cost(String item) {
            return item.length();
        }

        @Override
        protected void write() {
            asked++;
        }

        Put put(String item, Overflow overflow) {
            return put(item, overflow, TimeUnit.MILLISECONDS.toNanos(1));
        }

        void writeAll() {
            do {
                for (String item = poll(); item != null; item = poll()) {
                    written.add(item);
                }
            } while (!rests());
        }

        void fail() {
            fails();
        }
    }

    private final Queue queue = new Queue();

    private void put(String... items) {
        for (String item : items) {
            assertThat(queue.put(item, Overflow.DISCONNECT)).isEqualTo(OutboundQueue.Put.TAKEN);
        }
    }

    @Test
    void oneWriterIsAskedForAndWritesInOrder() {
        put("a", "b", "c");
        assertThat(queue.asked).isEqualTo(1);
        queue.writeAll();
        assertThat(queue.written).containsExactly("a", "b", "c");
        put("d");
        assertThat(queue.asked).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"DISCONNECT", "BLOCK"})
    void whatHasNoRoomIsNotTaken(Overflow overflow) {
        put("a", "b", "c");
        assertThat(queue.put("d", overflow)).isEqualTo(OutboundQueue.Put.FULL);
        queue.writeAll();
        assertThat(queue.written).containsExactly("a", "b", "c");
    }

    @Test
    void bytesHaveABoundToo() {
        put("aaa");
        assertThat(queue.put("bb", Overflow.DISCONNECT)).isEqualTo(OutboundQueue.Put.FULL);
    }

    @Test
    void oneItemAlwaysFitsAnEmptyQueue() {
        put("much too long");
        queue.writeAll();
        assertThat(queue.put("much too long", Overflow.LATEST_ONLY))
                .isEqualTo(OutboundQueue.Put.TAKEN);
        assertThat(queue.put("another", Overflow.DROP_OLDEST)).isEqualTo(OutboundQueue.Put.TAKEN);
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void theOldestAreDroppedUntilItFits() {
        put("a", "b", "cc");
        assertThat(queue.put("dd", Overflow.DROP_OLDEST)).isEqualTo(OutboundQueue.Put.TAKEN);
        queue.writeAll();
        assertThat(queue.written).containsExactly("cc", "dd");
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void onlyTheLatestStays() {
        put("a", "b", "c");
        assertThat(queue.put("d", Overflow.LATEST_ONLY)).isEqualTo(OutboundQueue.Put.TAKEN);
        queue.writeAll();
        assertThat(queue.written).containsExactly("d");
        assertThat(queue.dropped()).isEqualTo(3);
    }

    @Test
    void whoBlocksGoesOnWhenThereIsRoom() throws InterruptedException {
        put("a", "b", "c");
        CountDownLatch begun = new CountDownLatch(1);
        OutboundQueue.Put[] result = new OutboundQueue.Put[1];
        Thread sender =
                Thread.startVirtualThread(
                        () -> {
                            begun.countDown();
                            result[0] =
                                    queue.put("d", Overflow.BLOCK, TimeUnit.SECONDS.toNanos(30));
                        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        while (sender.isAlive()) {
            queue.poll();
            Thread.onSpinWait();
        }
        assertThat(result[0]).isEqualTo(OutboundQueue.Put.TAKEN);
    }

    @Test
    void afterTheLastNothingIsTaken() {
        put("a");
        assertThat(queue.close("b")).isTrue();
        assertThat(queue.close("c")).isFalse();
        assertThat(queue.put("d", Overflow.BLOCK)).isEqualTo(OutboundQueue.Put.CLOSED);
        queue.writeAll();
        assertThat(queue.written).containsExactly("a", "b");
        assertThat(queue.awaitWritten(0)).isTrue();
    }

    @Test
    void whatIsOfNoUseLaterIsPutIntoAQuietQueueOnly() {
        queue.putIfQuiet("ping");
        queue.putIfQuiet("ping");
        queue.writeAll();
        assertThat(queue.written).containsExactly("ping");
    }

    @Test
    void aWriterThatFailsLeavesNothingToWaitFor() {
        put("a", "b");
        queue.fail();
        assertThat(queue.put("c", Overflow.DISCONNECT)).isEqualTo(OutboundQueue.Put.CLOSED);
        assertThat(queue.awaitWritten(0)).isFalse();
        assertThat(queue.waiting()).isZero();
    }
}
