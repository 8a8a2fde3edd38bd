package io.lockstep.store;

/**
 * One store as a node has it.
 *
 * @param entries how many entries, those whose time is over and not yet forgotten included
 * @param tombstones how many removals some member may not have seen
 * @param bytes what both hold, serialised
 * @param diverging how many members had something else when they last told
 */
public record StoreReport(String name, int entries, int tombstones, long bytes, int diverging) {}
