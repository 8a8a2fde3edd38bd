package io.lockstep.systemtests.faults;

import io.lockstep.cli.demo.NetworkKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run of the fault loop shall be, checked.
 *
 * @param duration for how long faults happen
 * @param seed decides the plan of faults, and what the visitors do
 * @param servers how many, 2 to 9
 * @param visitors how many, 1 or more
 * @param backups how many each session gets, fewer than there are servers
 * @param network what the servers talk over, not memory
 * @param broker the user's own; absent for the embedded one
 * @param shop the sample shop, a WAR
 * @param histories where the histories of a failed run stay
 */
public record FaultSettings(
    Duration duration,
    long seed,
    int servers,
    int visitors,
    int backups,
    NetworkKind network,
    Optional<URI> broker,
    Path shop,
    Path histories) {}
