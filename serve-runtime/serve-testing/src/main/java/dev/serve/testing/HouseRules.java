package dev.serve.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Holds the tests of a class to the rules of this house:
 *
 * <ul>
 *   <li>a test fails that logs WARNING or worse without {@link ExpectLog} or {@link
 *       LogCapture#expect} saying so;
 *   <li>a class fails that leaves a thread behind, platform or virtual, whose name begins with
 *       {@code serve-}, five seconds after its last test.
 * </ul>
 *
 * <p>For all tests of a project instead: the configuration parameters {@code
 * junit.jupiter.extensions.autodetection.enabled=true} and {@code serve.house-rules=true}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(HouseRulesExtension.class)
public @interface HouseRules {}
