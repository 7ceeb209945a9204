package dev.serve.api.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route without code: files of a directory, a redirect, or a fixed answer. Exactly one of the
 * three is set. Immutable.
 *
 * @param path the pattern of request paths; for files it ends in {@code /*}
 * @param files the directory to serve, from the directory the server was started in
 * @param index the file that answers for a directory
 * @param redirect where to send the client
 * @param status the redirect's status
 * @param respond the fixed answer
 */
public record RouteConfig(
        String path,
        @Nullable String files,
        String index,
        @Nullable String redirect,
        int status,
        @Nullable RespondConfig respond) {

    /** Key {@code routes[].path}. */
    public static final Key<String> PATH =
            Key.of("path", ValueTypes.TEXT)
                    .range("that begins with /", path -> path.startsWith("/"))
                    .defaultText("required")
                    .runtime()
                    .doc("Pattern of request paths, such as /old, /user/{id} or /assets/*.")
                    .build();

    /** Key {@code routes[].files}. */
    public static final Key<String> FILES =
            Key.of("files", ValueTypes.TEXT)
                    .runtime()
                    .doc(
                            "Directory whose files are served under path, which ends in /*; ranges and ETag included.")
                    .build();

    /** Key {@code routes[].index}. */
    public static final Key<String> INDEX =
            Key.of("index", ValueTypes.TEXT)
                    .range("without /", name -> !name.isBlank() && name.indexOf('/') < 0)
                    .defaultValue("index.html")
                    .runtime()
                    .doc("The file that answers for a directory; goes with files.")
                    .build();

    /** Key {@code routes[].redirect}. */
    public static final Key<String> REDIRECT =
            Key.of("redirect", ValueTypes.TEXT)
                    .range(
                            "without control characters",
                            target ->
                                    !target.isBlank()
                                            && target.chars().allMatch(c -> c > ' ' && c != 127))
                    .runtime()
                    .doc("Where to send the client: a path or an absolute URL.")
                    .build();

    /** Key {@code routes[].status}. */
    public static final Key<Integer> STATUS =
            Key.of("status", ValueTypes.INTEGER)
                    .range(
                            "out of 301, 302, 303, 307, 308",
                            List.of(301, 302, 303, 307, 308)::contains)
                    .defaultValue(302)
                    .runtime()
                    .doc("Status of the redirect (RFC 9110 section 15.4).")
                    .build();

    /** The keys of one entry of {@code routes}. */
    public static final Schema<RouteConfig, Builder> SCHEMA =
            new Schema<>(
                    "routes",
                    RouteConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(PATH, Builder::path, RouteConfig::path),
                            new Schema.Value<>(FILES, Builder::files, RouteConfig::files),
                            new Schema.Value<>(INDEX, Builder::index, RouteConfig::index),
                            new Schema.Value<>(REDIRECT, Builder::redirect, RouteConfig::redirect),
                            new Schema.Value<>(STATUS, Builder::status, RouteConfig::status),
                            new Schema.Section<>(
                                    "respond",
                                    "A fixed answer.",
                                    true,
                                    RespondConfig.SCHEMA,
                                    RespondConfig::builder,
                                    Builder::respond,
                                    RouteConfig::respond)));

    /** Checks that the route does exactly one thing. */
    public RouteConfig {
        if (path.isEmpty()) {
            throw new IllegalArgumentException(
                    "routes.path: none (expected: a pattern of request paths)");
        }
        PATH.check(path);
        INDEX.check(index);
        STATUS.check(status);
        if (redirect != null) {
            REDIRECT.check(redirect);
        }
        long actions =
                Stream.of(files != null, redirect != null, respond != null)
                        .filter(set -> set)
                        .count();
        if (actions != 1) {
            throw new IllegalArgumentException(
                    "routes: "
                            + path
                            + " has "
                            + (actions == 0 ? "none" : "several")
                            + " of files, redirect and respond (expected: exactly one)");
        }
        if (files != null && !path.endsWith("/*")) {
            throw new IllegalArgumentException(
                    "routes.path: " + path + " (expected: a pattern that ends in /* for files)");
        }
        if (files == null && !index.equals(INDEX.defaultValue())) {
            throw new IllegalArgumentException(
                    "routes.index: " + index + " (expected: only beside files)");
        }
        if (redirect == null && status != STATUS.defaultValue()) {
            throw new IllegalArgumentException(
                    "routes.status: " + status + " (expected: only beside redirect)");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder().path(path).index(index).status(status);
        builder.files = files;
        builder.redirect = redirect;
        builder.respond = respond;
        return builder;
    }

    /** Makes a {@link RouteConfig}. Not thread-safe. */
    public static final class Builder {
        private String path = "";
        private @Nullable String files;
        private String index = INDEX.defaultValue();
        private @Nullable String redirect;
        private int status = STATUS.defaultValue();
        private @Nullable RespondConfig respond;

        private Builder() {}

        /** The pattern of request paths; required. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /** The directory to serve. */
        public Builder files(String files) {
            this.files = files;
            return this;
        }

        /** The file that answers for a directory; default {@code index.html}. */
        public Builder index(String index) {
            this.index = index;
            return this;
        }

        /** Where to send the client. */
        public Builder redirect(String redirect) {
            this.redirect = redirect;
            return this;
        }

        /** The redirect's status; default 302; one of 301, 302, 303, 307, 308. */
        public Builder status(int status) {
            this.status = status;
            return this;
        }

        /** The fixed answer. */
        public Builder respond(RespondConfig respond) {
            this.respond = respond;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if it does not do exactly one thing
         */
        public RouteConfig build() {
            return new RouteConfig(path, files, index, redirect, status, respond);
        }
    }
}
