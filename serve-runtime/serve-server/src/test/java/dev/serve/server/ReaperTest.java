package dev.serve.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReaperTest {

    @Test
    @ExpectLog(value = "a sweep for passed deadlines failed", level = Level.ERROR)
    void goesOnWhateverASweepThrows() throws InterruptedException {
        CountDownLatch swept = new CountDownLatch(2);
        Reaper reaper =
                new Reaper(
                        () ->
                                List.of(
                                        now -> {
                                            throw new NoClassDefFoundError("no descriptor is left");
                                        },
                                        now -> swept.countDown()),
                        System::nanoTime);
        reaper.start();
        try {
            assertThat(swept.await(5, SECONDS)).isTrue();
        } finally {
            reaper.close();
        }
    }
}
