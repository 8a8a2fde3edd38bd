package io.lockstep.membership;

import io.lockstep.report.Counters;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The membership for applications. The loop only notes that something is new, which costs the same
 * however many members there are; views are made, and listeners called, elsewhere. Thread-safe.
 */
public final class AppNodes implements AppNodeManager {
  private static final Comparator<Member> BY_ADDRESS =
      Comparator.comparing(member -> member.address().toString());

  private final Membership membership;
  private final NodeAddress address;
  private final Executor workers;
  private final Counters counters;
  private final List<ViewUpdates> updates = new CopyOnWriteArrayList<>();

  /**
   * Makes it; called before the membership starts.
   *
   * @param workers runs the listeners
   */
  public AppNodes(Membership membership, NodeAddress address, Executor workers, Counters counters) {
    this.membership = membership;
    this.address = address;
    this.workers = workers;
    this.counters = counters;
    membership.addListener(new Changes());
  }

  @Override
  public ClusterView view() {
    return new ClusterView(
        address, membership.self(), membership.servers().stream().sorted(BY_ADDRESS).toList());
  }

  @Override
  public void addListener(AppNodeListener listener) {
    Objects.requireNonNull(listener, "listener");
    var added = new ViewUpdates(listener, this::view, workers, counters);
    updates.add(added);
    added.changed();
  }

  @Override
  public void removeListener(AppNodeListener listener) {
    updates.stream()
        .filter(each -> each.isFor(listener))
        .findFirst()
        .ifPresent(
            each -> {
              each.end();
              updates.remove(each);
            });
  }

  private final class Changes implements MembershipListener {
    private void changed() {
      updates.forEach(ViewUpdates::changed);
    }

    @Override
    public void joined(Member member) {
      changed();
    }

    @Override
    public void updated(Member member) {
      changed();
    }

    @Override
    public void suspected(Member member) {
      changed();
    }

    @Override
    public void trusted(Member member) {
      changed();
    }

    @Override
    public void ended(NodeId node) {
      changed();
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      changed();
    }
  }
}
