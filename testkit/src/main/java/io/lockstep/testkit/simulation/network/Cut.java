package io.lockstep.testkit.simulation.network;

import java.util.Set;

/**
 * A cut in the network: what the servers on one side send does not reach those on the other.
 *
 * @param silenced the servers that are not heard on the other side
 * @param deafened the servers on that other side
 * @param bothWays whether the other side is not heard either
 */
public record Cut(Set<String> silenced, Set<String> deafened, boolean bothWays) {
  boolean separates(String from, String to) {
    return crosses(from, to) || (bothWays && crosses(to, from));
  }

  private boolean crosses(String from, String to) {
    return silenced.contains(from) && deafened.contains(to);
  }
}
