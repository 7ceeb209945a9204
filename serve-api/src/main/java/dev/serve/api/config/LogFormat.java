package dev.serve.api.config;

/** How lines of the log are written. */
public enum LogFormat {
    /** As the log's own configuration has it: by the profile, in the distribution. */
    AUTO,
    /** In words, for people. */
    TEXT,
    /** Each as a JSON object, for programs. */
    JSON
}
