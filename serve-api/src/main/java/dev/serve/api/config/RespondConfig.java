package dev.serve.api.config;

import java.util.List;

/**
 * A fixed answer. Immutable.
 *
 * @param status HTTP status
 * @param body the body, sent as UTF-8
 * @param contentType the media type
 */
public record RespondConfig(int status, String body, String contentType) {

    /** Key {@code routes[].respond.status}. */
    public static final Key<Integer> STATUS =
            Key.integer("status", 200, 599)
                    .defaultValue(200)
                    .runtime()
                    .doc("Status of the answer.")
                    .build();

    /** Key {@code routes[].respond.body}. */
    public static final Key<String> BODY =
            Key.of("body", ValueTypes.TEXT)
                    .defaultValue("")
                    .defaultText("empty")
                    .runtime()
                    .doc("Body of the answer, sent as UTF-8.")
                    .build();

    /** Key {@code routes[].respond.content-type}. */
    public static final Key<String> CONTENT_TYPE =
            Key.of("content-type", ValueTypes.TEXT)
                    .range(
                            "such as text/plain",
                            type ->
                                    type.indexOf('/') > 0
                                            && type.chars().allMatch(c -> c >= ' ' && c < 127))
                    .defaultValue("text/plain; charset=UTF-8")
                    .runtime()
                    .doc("Media type of the answer.")
                    .build();

    /** The keys of {@code respond}. */
    public static final Schema<RespondConfig, Builder> SCHEMA =
            new Schema<>(
                    "respond",
                    RespondConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(STATUS, Builder::status, RespondConfig::status),
                            new Schema.Value<>(BODY, Builder::body, RespondConfig::body),
                            new Schema.Value<>(
                                    CONTENT_TYPE,
                                    Builder::contentType,
                                    RespondConfig::contentType)));

    /** Checks the ranges. */
    public RespondConfig {
        STATUS.check(status);
        CONTENT_TYPE.check(contentType);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder().status(status).body(body).contentType(contentType);
    }

    /** Makes a {@link RespondConfig}. Not thread-safe. */
    public static final class Builder {
        private int status = STATUS.defaultValue();
        private String body = BODY.defaultValue();
        private String contentType = CONTENT_TYPE.defaultValue();

        private Builder() {}

        /** Status; default 200; 200 to 599. */
        public Builder status(int status) {
            this.status = status;
            return this;
        }

        /** Body; default empty. */
        public Builder body(String body) {
            this.body = body;
            return this;
        }

        /** Media type; default {@code text/plain; charset=UTF-8}. */
        public Builder contentType(String contentType) {
            this.contentType = contentType;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public RespondConfig build() {
            return new RespondConfig(status, body, contentType);
        }
    }
}
