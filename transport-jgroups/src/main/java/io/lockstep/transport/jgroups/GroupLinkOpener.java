package io.lockstep.transport.jgroups;

import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.LinkOpener;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jgroups.JChannel;
import org.jgroups.stack.Protocol;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a group, for one life of a node. */
final class GroupLinkOpener implements LinkOpener {
  private static final Logger log = LoggerFactory.getLogger(GroupLinkOpener.class);

  private final Supplier<List<Protocol>> stacks;
  private final String name;
  private final String group;
  private final String target;
  private final LifeContext life;
  private volatile boolean isCut;
  private volatile @Nullable Thread opening;

  /**
   * @param stacks makes the protocols, new ones for each link
   * @param name the transport's
   * @param group the same on all nodes of the network
   * @param target where the group is, for people
   */
  GroupLinkOpener(
      Supplier<List<Protocol>> stacks, String name, String group, String target, LifeContext life) {
    this.stacks = stacks;
    this.name = name;
    this.group = group;
    this.target = target;
    this.life = life;
  }

  @Override
  public Link open() throws Exception {
    opening = Thread.currentThread();
    try {
      return connect();
    } finally {
      opening = null;
    }
  }

  private Link connect() throws Exception {
    if (isCut) {
      throw new IllegalStateException("The transport was closed meanwhile");
    }
    var channel = new JChannel(stacks.get());
    try {
      channel.setName(life.self().toString());
      // Random besides the node's id: a link that comes again is another member to JGroups.
      channel.addAddressGenerator(
          () -> new UUID(life.self().incarnation(), ThreadLocalRandom.current().nextLong()));
      var link = new GroupLink(channel, life, name);
      channel.setReceiver(link);
      ProcessWatch watch = channel.getProtocolStack().findProtocol(ProcessWatch.class);
      watch.listener(link::ended);
      channel.connect(group);
      link.start();
      log.info(
          "Joined {} over {} as {}; there are {} nodes",
          group,
          target,
          life.self(),
          channel.getView().size());
      return link;
    } catch (Exception | Error e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void cut() {
    isCut = true;
    Thread waiting = opening;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  public void close() {}

  @Override
  public String target() {
    return target;
  }

  @Override
  public String explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("BindEx")) {
        return "lockstep.%s.port: %s cannot be used, another program has the port"
            .formatted(name, target);
      }
    }
    return "The group %s cannot be joined over %s: %s".formatted(group, target, reason(failure));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
