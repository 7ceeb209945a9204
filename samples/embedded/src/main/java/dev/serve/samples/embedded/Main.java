package dev.serve.samples.embedded;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the program's work with a server beside it, until Ctrl-C or SIGTERM. The port is the first
 * argument, 8080 without one, 0 for any free one.
 */
final class Main {

    private Main() {}

    /** Begins; returns when everything has ended. */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended), "end"));
        // The server ends first, with the requests that it still serves; then the work they need.
        try (WordCounts counts = new WordCounts();
                Server server = server(counts, port).build().start()) {
            System.out.println("http://127.0.0.1:" + server.port("web") + "/texts");
            asked.await();
        } finally {
            ended.countDown();
        }
    }

    /** The server of this program; tests start the same one. */
    static ServerBuilder server(WordCounts counts, int port) {
        TextRoutes texts = new TextRoutes(counts);
        return Server.builder().listener("web", web -> web.port(port).routing(texts::addTo));
    }

    /** The JVM halts when its hooks have returned: this one waits for the program's own end. */
    private static void end(CountDownLatch asked, CountDownLatch ended) {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
