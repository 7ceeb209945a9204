package dev.serve.testing;

import java.lang.System.Logger.Level;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a record of that kind is logged, for {@link HouseRules}. On a test: it fails when none
 * comes within five seconds. On a class: each of its tests may log one, none must.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(ExpectLog.All.class)
public @interface ExpectLog {

    /** What its text contains; empty for any text. */
    String value() default "";

    /** Just that level. */
    Level level() default Level.WARNING;

    /** Who logs it, or the beginning of that name; empty for anybody. */
    String logger() default "";

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {

        /** All of them. */
        ExpectLog[] value();
    }
}
