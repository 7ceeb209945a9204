package dev.serve.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a server for the tests of a class, described by its {@link SetUpServer} method; see {@link
 * ServeExtension} for what is changed of it and what tests are given.
 *
 * <pre>{@code
 * @ServeTest
 * class GreetingTest {
 *
 *     @SetUpServer
 *     static void server(ServerBuilder server) {
 *         server.listener("web", web -> web.port(8080).routing(Main::routes));
 *     }
 *
 *     @Test
 *     void greets(@Listener("web") TestHttpClient http) {
 *         assertThat(http.get("/hello").body()).isEqualTo("hello");
 *     }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(AnnotatedServe.class)
public @interface ServeTest {}
