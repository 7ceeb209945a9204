package dev.serve.pool;

import dev.serve.api.pool.HealthStatus;

/**
 * Judges how full a pool is. A status is entered above its threshold and left 5 points below it, so
 * that a pool at the threshold does not flutter. Guarded by itself.
 */
final class HealthWatch {

    private static final double DEGRADED = 0.80;
    private static final double OVERLOADED = 0.95;
    private static final double BACK = 0.05;

    private HealthStatus status = HealthStatus.HEALTHY;

    /**
     * What was and what is.
     *
     * @param from the status before
     * @param to the status now
     */
    record Change(HealthStatus from, HealthStatus to) {

        boolean isOne() {
            return from != to;
        }
    }

    /**
     * Judges anew.
     *
     * @param utilisation open connections as a share of the limit
     * @param inTrouble whether something else keeps the listener from serving well
     */
    synchronized Change judge(double utilisation, boolean inTrouble) {
        HealthStatus from = status;
        if (isAbove(utilisation, OVERLOADED, from == HealthStatus.OVERLOADED)) {
            status = HealthStatus.OVERLOADED;
        } else if (inTrouble
                || isAbove(utilisation, DEGRADED, from.compareTo(HealthStatus.DEGRADED) >= 0)) {
            status = HealthStatus.DEGRADED;
        } else {
            status = HealthStatus.HEALTHY;
        }
        return new Change(from, status);
    }

    private static boolean isAbove(double utilisation, double threshold, boolean alreadyThere) {
        return utilisation > (alreadyThere ? threshold - BACK : threshold);
    }
}
