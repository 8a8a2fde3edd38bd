package io.lockstep.testkit.simulation;

/**
 * A fault that has begun.
 *
 * @param kind for the totals
 * @param end makes it good again; without effect the second time
 */
record Fault(FaultKind kind, Runnable end) {}
