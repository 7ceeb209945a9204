package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.testing.ExpectLog;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call passes the filters of its listener as one exchange. */
class FiltersTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID,INVALID_ARGUMENT",
        "UNAUTHENTICATED,UNAUTHENTICATED",
        "FORBIDDEN,PERMISSION_DENIED",
        "NOT_FOUND,NOT_FOUND",
        "TOO_MANY,RESOURCE_EXHAUSTED",
        "UNAVAILABLE,UNAVAILABLE"
    })
    void rejectInItsWords(Rejection.Reason reason, Status.Code expected) {
        Filter refusing =
                (exchange, _) -> exchange.reject(Rejection.of(reason, "nicht für dich: 100 %"));
        try (GrpcServer server =
                GrpcServer.of(routes -> routes.filter(refusing).grpc(Texts.echo()))) {
            StatusRuntimeException refused =
                    catchThrowableOfType(
                            StatusRuntimeException.class, () -> Texts.call(server.channel(), "x"));
            assertThat(refused.getStatus().getCode()).isEqualTo(expected);
            assertThat(refused.getStatus().getDescription()).isEqualTo("nicht für dich: 100 %");
        }
    }

    @Test
    @ExpectLog("Internal server error")
    void thatFailTellNothing() {
        Filter failing =
                (_, _) -> {
                    throw new IllegalStateException("secret");
                };
        try (GrpcServer server =
                GrpcServer.of(routes -> routes.filter(failing).grpc(Texts.echo()))) {
            StatusRuntimeException refused =
                    catchThrowableOfType(
                            StatusRuntimeException.class, () -> Texts.call(server.channel(), "x"));
            assertThat(refused.getStatus().getCode())
                    .isIn(Status.Code.UNKNOWN, Status.Code.INTERNAL);
            assertThat(refused.toString()).doesNotContain("secret");
        }
    }

    @Test
    void seeTheWholeCall() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Filter watching =
                (Exchange exchange, Filter.Chain chain) -> {
                    seen.add(exchange.protocol() + " " + exchange.target());
                    chain.proceed();
                    seen.add("done");
                };
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.filter(watching)
                                        .grpc(
                                                Texts.unary(
                                                        (request, answer) -> {
                                                            seen.add("handler");
                                                            answer.onNext(request);
                                                            answer.onCompleted();
                                                        })))) {
            Texts.call(server.channel(), "x");
            await().until(() -> seen.contains("done"));
            assertThat(seen).containsExactly("grpc /texts/UNARY", "handler", "done");
        }
    }
}
