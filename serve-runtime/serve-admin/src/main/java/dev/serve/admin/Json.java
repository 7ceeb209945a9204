package dev.serve.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as plain Java values: maps, lists, texts, numbers, booleans and nulls. What is
 * read is strict: no member twice, no more than {@value #DEPTH} levels, nothing behind the value.
 */
final class Json {

    /** Its media type (RFC 8259 section 11). */
    static final String TYPE = "application/json";

    /** How deep a request may nest. */
    static final int DEPTH = 64;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                    .build();

    private Json() {}

    /** The text of a value, in UTF-8. */
    static byte[] bytes(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            write(to, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    /** The text of a value, on one line. */
    static String text(@Nullable Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case Fields fields -> object(to, fields.members());
            case Map<?, ?> map -> object(to, map);
            case Iterable<?> items -> {
                to.writeStartArray();
                for (Object item : items) {
                    write(to, item);
                }
                to.writeEndArray();
            }
            case Boolean truth -> to.writeBoolean(truth);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            // JSON has no word for what is no number.
            case Double number when !Double.isFinite(number) -> to.writeNull();
            case Double number -> to.writeNumber(number);
            case Number number -> to.writeNumber(number.toString());
            case Enum<?> constant -> to.writeString(Fields.word(constant));
            case Instant instant -> to.writeString(instant.toString());
            default -> to.writeString(value.toString());
        }
    }

    private static void object(JsonGenerator to, Map<?, ?> members) throws IOException {
        to.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            Object name = member.getKey();
            to.writeFieldName(name instanceof Enum<?> word ? Fields.word(word) : name.toString());
            write(to, member.getValue());
        }
        to.writeEndObject();
    }

    /**
     * The object that a request holds.
     *
     * @throws ApiProblem if it is no JSON, or no object
     */
    static Map<String, @Nullable Object> object(byte[] text) {
        try (JsonParser from = FACTORY.createParser(text)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw ApiProblem.badRequest("the body is no JSON object");
            }
            Map<String, @Nullable Object> object = members(from);
            if (from.nextToken() != null) {
                throw ApiProblem.badRequest("something follows the JSON object in the body");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw ApiProblem.badRequest(
                    "the body is no JSON%s: %s"
                            .formatted(
                                    e.getLocation() == null
                                            ? ""
                                            : ", line "
                                                    + e.getLocation().getLineNr()
                                                    + ", column "
                                                    + e.getLocation().getColumnNr(),
                                    withoutWord(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** A word that stands there without quotes may be a secret, and what is said is logged. */
    private static String withoutWord(String message) {
        return message.replaceFirst("^Unrecognized token '.*?':", "a word without quotes:");
    }

    private static Map<String, @Nullable Object> members(JsonParser from) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
            from.nextToken();
            members.put(name, value(from));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser from) throws IOException {
        return switch (from.currentToken()) {
            case START_OBJECT -> members(from);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (from.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(from));
                }
                yield items;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> from.getNumberValue();
            // As it was written: no digit is lost.
            case VALUE_NUMBER_FLOAT -> from.getDecimalValue();
            default -> from.getText();
        };
    }
}
