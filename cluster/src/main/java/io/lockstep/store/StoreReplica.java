package io.lockstep.store;

import io.lockstep.report.NodeReport.StoreReport;
import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StorePull;
import io.lockstep.wire.proto.StorePullNext;
import io.lockstep.wire.proto.StoreRepair;
import io.lockstep.wire.proto.StoreState;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One store on this node: the wiring of its parts. All but the accessors for application threads is
 * called on the loop.
 */
final class StoreReplica {
  private final String name;
  private final StoreContext context;
  private final EntryReader reader;
  private final StoreEvents events;
  private final StoreCell cell;
  private final VersionVector vector = new VersionVector();
  private final PeerStates states;
  private final BatchSender sender;
  private final BatchReceiver receiver;
  private final GapRepair gaps;
  private final Puller puller;
  private final PullAnswers answers;
  private final GraveSweep graves;
  private final Expiry expiry;

  StoreReplica(String name, StoreContext context) {
    this.name = name;
    this.context = context;
    reader = new EntryReader(name, context);
    events = new StoreEvents(context, reader);
    cell =
        new StoreCell(
            context.clock(),
            context.membership().self().incarnation(),
            context.settings().maxBytes(),
            Expiry.markMs(context.nowMs()),
            events);
    states = new PeerStates(context, cell, vector);
    sender = new BatchSender(name, context, cell, vector);
    gaps = new GapRepair(name, context, vector);
    receiver = new BatchReceiver(context, cell, vector, reader, gaps);
    puller = new Puller(name, context, cell, vector, states, receiver);
    answers = new PullAnswers(name, context, cell, vector, sender);
    graves = new GraveSweep(context, cell, vector, states);
    expiry = new Expiry(context, cell);
  }

  // ---- for application threads ----

  String name() {
    return name;
  }

  StoreContext context() {
    return context;
  }

  EntryReader reader() {
    return reader;
  }

  StoreEvents events() {
    return events;
  }

  StoreCell cell() {
    return cell;
  }

  /** The cell was changed by this node's application. */
  void wrote() {
    sender.wrote();
  }

  // ---- on the loop ----

  void onBatch(StoreBatch batch) {
    // The own echo.
    if (batch.getSource() != cell.source()) {
      receiver.receive(batch);
    }
  }

  /** Returns false when the asker has to pull. */
  boolean onRepair(NodeId asker, StoreRepair repair) {
    return sender.repair(
        asker, repair.getSource(), new SequenceRange(repair.getFrom(), repair.getTo()));
  }

  void onState(NodeId teller, StoreState state) {
    puller.tell(teller, state);
  }

  void onPull(NodeId asker, StorePull pull) {
    answers.onPull(asker, pull);
  }

  void onPullNext(NodeId asker, StorePullNext next) {
    answers.onNext(asker, next);
  }

  void onChunk(NodeId teller, StoreChunk chunk) {
    puller.onChunk(teller, chunk);
  }

  /** Sends what waits. */
  void flush() {
    sender.sendAll();
  }

  /**
   * What this node has, for the others: all its own changes included, so that a node that has seen
   * a removal tells of all that it changed before. Null when the changes come too fast for that,
   * and while ended entries are forgotten.
   */
  @Nullable StoreState state() {
    sender.sendAll();
    Digest digest = cell.digest();
    if (digest == null) {
      return null;
    }
    return StoreState.newBuilder()
        .setStore(name)
        .setRoot(digest.lasting())
        .setTimedRoot(digest.timed())
        .setMarkMs(digest.markMs())
        .setCount(cell.size())
        .setVector(StoreWire.vector(vector))
        .build();
  }

  /** A period is over, and this node has told all others what it has. */
  void tick(List<NodeId> members) {
    states.toldAll();
    states.retain(members);
    answers.tick();
    graves.tick();
    expiry.tick();
  }

  void ended(NodeId node) {
    gaps.ended(node.incarnation());
    puller.ended(node);
    states.ended(node);
    answers.ended(node);
  }

  /** This node goes on under another id. */
  void begin(NodeId self) {
    sender.begin(self.incarnation());
  }

  /**
   * What is known of the store here.
   *
   * @param members all others in view
   */
  StoreReport report(List<NodeId> members) {
    List<Agreement> agreements = members.stream().map(states::agreementOf).toList();
    return new StoreReport(
        name,
        cell.size(),
        cell.bytes(),
        cell.graveCount(),
        Collections.frequency(agreements, Agreement.SAME),
        Collections.frequency(agreements, Agreement.OTHER),
        Collections.frequency(agreements, Agreement.UNKNOWN),
        cell.unsent(),
        missing(),
        puller.report());
  }

  /** How many changes are known of and not here. Usually none: then no vector is copied. */
  private long missing() {
    if (states.isComplete() && gaps.isIdle()) {
      return 0;
    }
    VersionVector all = vector.copy();
    states.addTold(all);
    gaps.addAwaited(all);
    return Math.max(0, all.count() - vector.count());
  }
}
