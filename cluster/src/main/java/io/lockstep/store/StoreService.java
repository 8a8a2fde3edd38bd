package io.lockstep.store;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.membership.MembershipListener;
import io.lockstep.report.Counters;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.StoreReport;
import io.lockstep.time.EventLoop;
import io.lockstep.time.HybridClock;
import io.lockstep.transport.LinkListener;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.ObjectCodec;
import io.lockstep.wire.proto.StoreState;
import io.lockstep.wire.proto.StoreStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A node's shared stores: finds the store that a message is for, and tells the others. */
public final class StoreService implements SharedStoreManager {
  private static final int MOST_STORES = 10_000;

  private final StoreContext context;
  private final ConcurrentNavigableMap<String, StoreReplica> stores = new ConcurrentSkipListMap<>();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private boolean closed;

  /**
   * Makes the service.
   *
   * @param workers runs listeners, reads keys, and goes through stores
   */
  public StoreService(
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      StoreSettings settings,
      ObjectCodec codec,
      Executor workers,
      Counters counters) {
    context =
        new StoreContext(
            loop,
            messenger,
            membership,
            workers,
            codec,
            new HybridClock(loop),
            new AbsentServers(loop, membership, settings.maxAbsence()),
            settings,
            counters);
    membership.addListener(new Members());
    messenger.addListener(new Link());
    receive(messenger);
  }

  private void receive(Messenger messenger) {
    messenger.on(
        MessageType.STORE_BATCH,
        (sender, batch) -> {
          StoreReplica store = made(batch.getStore());
          if (store != null) {
            store.onBatch(batch);
          }
        });
    messenger.on(
        MessageType.STORE_REPAIR,
        (sender, repair) -> {
          StoreReplica store = stores.get(repair.getStore());
          if (store != null && !store.onRepair(sender, repair)) {
            tell(sender, List.of(store));
          }
        });
    messenger.on(MessageType.STORE_STATUS, this::onStatus);
    messenger.on(
        MessageType.STORE_PULL,
        (sender, pull) -> {
          StoreReplica store = stores.get(pull.getStore());
          if (store != null) {
            store.onPull(sender, pull);
          }
        });
    messenger.on(
        MessageType.STORE_PULL_NEXT,
        (sender, next) -> {
          StoreReplica store = stores.get(next.getStore());
          if (store != null) {
            store.onPullNext(sender, next);
          }
        });
    messenger.on(
        MessageType.STORE_CHUNK,
        (sender, chunk) -> {
          StoreReplica store = stores.get(chunk.getStore());
          if (store != null) {
            store.onChunk(sender, chunk);
          }
        });
  }

  private void onStatus(NodeId sender, StoreStatus status) {
    if (sender.equals(context.membership().self())) {
      return;
    }
    for (StoreState state : status.getStoresList()) {
      StoreReplica store = made(state.getStore());
      if (store != null) {
        store.onState(sender, state);
      }
    }
  }

  // ---- for application threads ----

  @Override
  public SharedStore<Object, Object> getSharedStore(String name) {
    return getSharedStore(name, Object.class, Object.class);
  }

  @Override
  public <K, V> SharedStore<K, V> getSharedStore(String name, Class<K> keys, Class<V> values) {
    return new ReplicatedStore<>(store(name), keys, values);
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(stores.keySet());
  }

  private StoreReplica store(String name) {
    StoreReplica present = stores.get(name);
    if (present != null) {
      return present;
    }
    check(name);
    StoreReplica made = stores.computeIfAbsent(name, any -> new StoreReplica(name, context));
    // It may have read the node's id just before that changed.
    context.loop().execute(() -> made.begin(context.membership().self()));
    if (ticking.compareAndSet(false, true)) {
      context.loop().execute(this::tickLater);
    }
    return made;
  }

  private static void check(String name) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A shared store's name \"%s\": allowed are 1 to %d characters, no control characters,"
                  .formatted(name, LONGEST_NAME)
              + " not blank");
    }
  }

  /** The store that another node names; null when there are too many. */
  private @Nullable StoreReplica made(String name) {
    if (stores.size() >= MOST_STORES && !stores.containsKey(name)) {
      context.counters().increment("stores.too-many");
      return null;
    }
    return store(name);
  }

  // ---- on the loop ----

  /** The stores by name, at most {@value NodeReport#MOST_STORES}. */
  public List<StoreReport> report() {
    List<NodeId> members = members();
    return stores.values().stream()
        .limit(NodeReport.MOST_STORES)
        .map(store -> store.report(members))
        .toList();
  }

  /** How many stores this node has. May be called from any thread. */
  public int count() {
    return stores.size();
  }

  private List<NodeId> members() {
    return context.membership().members().stream().map(Member::id).toList();
  }

  /** Sends what waits; afterwards changes stay on this node. Called before the node leaves. */
  public void close() {
    closed = true;
    stores.values().forEach(StoreReplica::flush);
  }

  private void tickLater() {
    Duration period = context.settings().statusPeriod();
    double jitter = 0.8 + 0.4 * context.loop().random().nextDouble();
    context
        .loop()
        .schedule(
            Duration.ofNanos((long) (period.toNanos() * jitter)),
            () -> {
              if (!closed) {
                tellAll();
                List<NodeId> members = members();
                stores.values().forEach(store -> store.tick(members));
                tickLater();
              }
            });
  }

  private void tellAll() {
    for (StoreStatus status : statuses(stores.values())) {
      context.messenger().broadcast(MessageType.STORE_STATUS, status);
    }
  }

  private void tell(NodeId node, Iterable<StoreReplica> some) {
    for (StoreStatus status : statuses(some)) {
      context.messenger().send(node, MessageType.STORE_STATUS, status);
    }
  }

  /** What this node has, in messages of limited size. */
  private static List<StoreStatus> statuses(Iterable<StoreReplica> some) {
    var statuses = new ArrayList<StoreStatus>();
    StoreStatus.Builder next = StoreStatus.newBuilder();
    int bytes = 0;
    for (StoreReplica store : some) {
      StoreState state = store.state();
      if (state != null) {
        next.addStores(state);
        bytes += state.getSerializedSize();
      }
      if (bytes > BatchSender.CHUNK_BYTES) {
        statuses.add(next.build());
        next = StoreStatus.newBuilder();
        bytes = 0;
      }
    }
    if (next.getStoresCount() > 0) {
      statuses.add(next.build());
    }
    return statuses;
  }

  private final class Members implements MembershipListener {
    @Override
    public void joined(Member member) {
      context.absent().joined(member);
      tell(member.id(), stores.values());
    }

    @Override
    public void trusted(Member member) {
      tell(member.id(), stores.values());
    }

    @Override
    public void ended(NodeId node) {
      context.absent().ended(node);
      stores.values().forEach(store -> store.ended(node));
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      context.absent().rejoined();
      stores.values().forEach(store -> store.begin(now));
    }
  }

  private final class Link implements LinkListener {
    @Override
    public void connected() {
      tellAll();
    }
  }
}
