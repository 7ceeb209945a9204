package dev.serve.observe.metrics;

import dev.serve.api.pool.TlsFacts;

/**
 * Rates what a handshake has settled, 0 to 100 (K-026). A client without a certificate is rated at
 * once: there is nothing to wait for.
 */
final class SecurityScore {

    private SecurityScore() {}

    /**
     * The score.
     *
     * @param daysLeft of our certificate
     */
    static int of(TlsFacts facts, double daysLeft) {
        String cipher = facts.cipher();
        int score = facts.clientSubject() == null ? 0 : 40;
        score +=
                switch (facts.version()) {
                    case "TLSv1.3" -> 20;
                    case "TLSv1.2" -> 15;
                    default -> 10;
                };
        score += cipher.contains("AES") ? 10 : 0;
        score += cipher.contains("GCM") ? 5 : 0;
        // Not the 256 of a hash: TLS_AES_128_GCM_SHA256 has 128 bits.
        score += cipher.contains("_256_") || cipher.contains("CHACHA20") ? 5 : 0;
        if (daysLeft > 90) {
            score += 20;
        } else if (daysLeft > 30) {
            score += 15;
        } else if (daysLeft > 7) {
            score += 10;
        } else {
            score += 5;
        }
        return score;
    }
}
