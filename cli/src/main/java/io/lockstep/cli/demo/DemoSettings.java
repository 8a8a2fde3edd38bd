package io.lockstep.cli.demo;

import io.lockstep.cli.balancer.BalancerKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asked of the demo, checked.
 *
 * @param servers how many, 2 to 9
 * @param visitors how many in the tour
 * @param port the balancer's; absent for a free one
 * @param replication {@code async} or {@code acknowledged}
 * @param network what the servers talk over
 * @param broker the user's own; absent for the embedded one
 * @param seed which server is killed, among equals, and when
 * @param exit whether to end after the tour
 * @param logs where to keep what the processes print; absent to drop it
 * @param shop the sample shop, a WAR
 * @param board the sample notice board, a WAR
 */
public record DemoSettings(
    int servers,
    int visitors,
    OptionalInt port,
    String replication,
    NetworkKind network,
    Optional<URI> broker,
    BalancerKind balancer,
    long seed,
    boolean exit,
    Optional<Path> logs,
    Path shop,
    Path board) {}
