package dev.serve.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerState;
import dev.serve.testing.ExpectLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Prepare all, commit all, finish all; or nothing. */
class ChangesTest {

    private final List<String> done = new ArrayList<>();
    private final Set<String> failing = new TreeSet<>();
    private final ServerLife life = new ServerLife(event -> {});
    private final Changes changes =
            new Changes(
                    life,
                    new Recorded(),
                    new History(20, InstantSource.system(), null),
                    config(1),
                    event -> {},
                    System::nanoTime);

    ChangesTest() {
        changes.begin("test");
        life.move(ServerState.NEW, ServerState.RUNNING);
    }

    private static ServerConfig config(int first) {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        listeners.put("a", ListenerConfig.http(first));
        listeners.put("b", ListenerConfig.http(first + 10));
        return ServerConfig.builder().listeners(listeners).build();
    }

    private ChangeResult moveAll() {
        return changes.apply(changes.plan(config(2), "test"));
    }

    @Test
    void allArePreparedBeforeTheFirstIsCommitted() {
        assertThat(moveAll()).isInstanceOf(ChangeResult.Restarted.class);
        assertThat(done)
                .containsExactly(
                        "prepare a",
                        "prepare b",
                        "commit a",
                        "commit b",
                        "order [a, b]",
                        "finish b",
                        "finish a");
        assertThat(changes.config()).isEqualTo(config(2));
    }

    @Test
    void whatCannotBePreparedIsDiscarded() {
        failing.add("prepare b");
        assertThat(moveAll()).isInstanceOf(ChangeResult.Refused.class);
        assertThat(done).containsExactly("prepare a", "prepare b", "discard a");
        assertThat(changes.config()).isEqualTo(config(1));
        assertThat(changes.version()).isEqualTo(1);
    }

    @Test
    @ExpectLog("taken back, version 1 stays: commit a")
    void aFailureAtTheFirstCommitDiscardsTheOthers() {
        failing.add("commit a");
        assertThat(moveAll()).isInstanceOf(ChangeResult.RolledBack.class);
        assertThat(done)
                .containsExactly(
                        "prepare a",
                        "prepare b",
                        "commit a",
                        "take back a",
                        "discard b",
                        "order [a, b]");
        assertThat(changes.config()).isEqualTo(config(1));
    }

    @Test
    @ExpectLog("taken back, version 1 stays: commit b")
    void aFailureInTheCommitTakesBackWhatWasDone() {
        failing.add("commit b");
        ChangeResult result = moveAll();
        assertThat(result).isInstanceOf(ChangeResult.RolledBack.class);
        assertThat(result.isInForce()).isFalse();
        assertThat(done)
                .containsExactly(
                        "prepare a",
                        "prepare b",
                        "commit a",
                        "commit b",
                        "take back b",
                        "take back a",
                        "order [a, b]");
        assertThat(changes.config()).isEqualTo(config(1));
    }

    @Test
    @ExpectLog("taken back")
    @ExpectLog(value = "is left as it is", level = System.Logger.Level.ERROR)
    void oneThatCannotBeTakenBackKeepsNoOtherFromIt() {
        failing.addAll(List.of("commit b", "take back b"));
        assertThat(moveAll()).isInstanceOf(ChangeResult.RolledBack.class);
        assertThat(done).endsWith("take back b", "take back a", "order [a, b]");
    }

    @Test
    void nothingIsChangedUnlessTheServerRuns() {
        life.move(ServerState.RUNNING, ServerState.DRAINING);
        assertThatThrownBy(this::moveAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a change of a server that is DRAINING (expected: RUNNING)");
    }

    private void does(String what) {
        done.add(what);
        if (failing.contains(what)) {
            throw new IllegalStateException(what);
        }
    }

    private final class Recorded implements Site {

        @Override
        public List<? extends LiveListener> listeners() {
            return List.of();
        }

        @Override
        public Prepared prepare(Wish wish) {
            String name = wish.change().listener();
            does("prepare " + name);
            return new Steps(name);
        }

        @Override
        public void order(List<String> names) {
            does("order " + names);
        }
    }

    private final class Steps implements Prepared {

        private final String name;

        private Steps(String name) {
            this.name = name;
        }

        @Override
        public String listener() {
            return name;
        }

        @Override
        public void discard() {
            does("discard " + name);
        }

        @Override
        public void commit() {
            does("commit " + name);
        }

        @Override
        public void takeBack() {
            does("take back " + name);
        }

        @Override
        public void finish() {
            does("finish " + name);
        }
    }
}
