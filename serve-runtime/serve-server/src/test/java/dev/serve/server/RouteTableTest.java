package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private final AtomicInteger stops = new AtomicInteger();
    private final RouteTable table =
            new RouteTable(
                    1,
                    HttpRouting.builder()
                            .register(
                                    new HttpService() {
                                        @Override
                                        public void routing(HttpRules rules) {
                                            rules.get("/", (req, res) -> res.send());
                                        }

                                        @Override
                                        public void afterStop() {
                                            stops.incrementAndGet();
                                        }
                                    })
                            .build(),
                    List.of(),
                    Set.of(),
                    List.of());

    @Test
    void anEmptyTableIsStoppedWhenItIsRetired() {
        table.enter();
        table.leave();
        assertThat(stops).hasValue(0);
        table.retire();
        assertThat(stops).hasValue(1);
    }

    @Test
    void isStoppedWhenItsLastRequestLeaves() {
        table.enter();
        table.enter();
        table.retire();
        table.leave();
        assertThat(stops).hasValue(0);
        table.leave();
        assertThat(stops).hasValue(1);
    }

    @Test
    void isStoppedOnce() {
        table.retire();
        table.enter();
        table.leave();
        table.retire();
        assertThat(stops).hasValue(1);
    }
}
