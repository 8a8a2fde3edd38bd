package io.lockstep.transport.jgroups;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.blocks.cs.NioServer;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_SOCK2;

/**
 * Notices by a connection that a member's process ended, and tells on every member at once. JGroups
 * itself goes by one member's word, asks the suspect again, and waits for its answer: for it a
 * wrong suspicion costs a membership, here it costs little.
 */
final class ProcessWatch extends FD_SOCK2 {
  private static final int LONGEST = 4_096;

  private volatile Consumer<Collection<Address>> listener = ended -> {};

  ProcessWatch() {
    setId(ClassConfigurator.getProtocolId(FD_SOCK2.class));
  }

  void listener(Consumer<Collection<Address>> told) {
    listener = told;
  }

  /** Its messages are short; what claims to be longer comes from elsewhere. */
  @Override
  protected NioServer createServer(int[] ports) {
    NioServer server = super.createServer(ports);
    server.setMaxLength(LONGEST);
    return server;
  }

  @Override
  protected void suspect(Collection<Address> suspects) {
    if (suspects != null) {
      listener.accept(List.copyOf(suspects));
    }
    super.suspect(suspects);
  }
}
