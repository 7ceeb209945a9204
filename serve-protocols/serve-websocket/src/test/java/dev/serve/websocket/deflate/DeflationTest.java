package dev.serve.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    permessage-deflate | permessage-deflate
                    permessage-deflate; client_max_window_bits | permessage-deflate
                    permessage-deflate; client_max_window_bits=10 | permessage-deflate
                    permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover
                    permessage-deflate; client_no_context_takeover | permessage-deflate; client_no_context_takeover
                    permessage-deflate; server_max_window_bits=9 | permessage-deflate; server_max_window_bits=9
                    permessage-deflate; server_max_window_bits="12" | permessage-deflate; server_max_window_bits=12
                    permessage-deflate; server_max_window_bits=15 | permessage-deflate
                    Permessage-Deflate; SERVER_NO_CONTEXT_TAKEOVER | permessage-deflate; server_no_context_takeover
                    permessage-deflate; server_max_window_bits=8, permessage-deflate | permessage-deflate
                    x-webkit-deflate-frame, permessage-deflate; unknown, permessage-deflate | permessage-deflate
                    """)
    void answersTheFirstOfferThatCanBeKept(String offer, String answer) {
        assertThat(Deflation.negotiate(offer)).map(Deflation::response).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; mystery"
            })
    void declinesOthers(String offer) {
        assertThat(Deflation.negotiate(offer)).isEmpty();
    }

    @Test
    void goesWithoutTakeoverWhenTheMemoryIsTaken() {
        ContextMemory memory = new ContextMemory();
        Deflation offer = Deflation.negotiate("permessage-deflate").orElseThrow();
        Deflation first = memory.take(offer, offer.memory());
        Deflation second = memory.take(offer, offer.memory());
        assertThat(first.response()).isEqualTo("permessage-deflate");
        assertThat(second.response())
                .isEqualTo(
                        "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        memory.giveBack(second);
        memory.giveBack(first);
        assertThat(memory.taken()).isZero();
    }
}
