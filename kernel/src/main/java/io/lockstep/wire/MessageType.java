package io.lockstep.wire;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.BatchGap;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Condemned;
import io.lockstep.wire.proto.DeathNotice;
import io.lockstep.wire.proto.DeathProposal;
import io.lockstep.wire.proto.DeathProposalWithdrawn;
import io.lockstep.wire.proto.DeathVote;
import io.lockstep.wire.proto.Drain;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.HandOff;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.InstallAck;
import io.lockstep.wire.proto.Leave;
import io.lockstep.wire.proto.LossAnswer;
import io.lockstep.wire.proto.LossQuery;
import io.lockstep.wire.proto.Probe;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.RpcReply;
import io.lockstep.wire.proto.RpcRequest;
import io.lockstep.wire.proto.RunTask;
import io.lockstep.wire.proto.SessionDescription;
import io.lockstep.wire.proto.SessionQuery;
import io.lockstep.wire.proto.Settled;
import io.lockstep.wire.proto.SnapshotAnswer;
import io.lockstep.wire.proto.SnapshotRequest;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StorePull;
import io.lockstep.wire.proto.StorePullNext;
import io.lockstep.wire.proto.StoreRepair;
import io.lockstep.wire.proto.StoreStatus;
import io.lockstep.wire.proto.TopicBatch;
import io.lockstep.wire.proto.TopicKept;
import io.lockstep.wire.proto.TopicRepair;
import io.lockstep.wire.proto.TrafficKey;
import io.lockstep.wire.proto.Verify;

/**
 * A kind of message: its number on the wire, the traffic key it travels under, and its parser.
 *
 * @param number never reused
 * @param key which transport instance carries it
 * @param name for logs and counters
 * @param parser reads its payload
 */
public record MessageType<M extends Message>(
    int number, TrafficKey key, String name, Parser<M> parser) {
  public static final MessageType<Heartbeat> HEARTBEAT = node(1, "Heartbeat", Heartbeat.parser());
  public static final MessageType<Leave> LEAVE = node(2, "Leave", Leave.parser());
  public static final MessageType<DeathProposal> DEATH_PROPOSAL =
      node(3, "DeathProposal", DeathProposal.parser());
  public static final MessageType<DeathVote> DEATH_VOTE = node(4, "DeathVote", DeathVote.parser());
  public static final MessageType<DeathProposalWithdrawn> DEATH_PROPOSAL_WITHDRAWN =
      node(5, "DeathProposalWithdrawn", DeathProposalWithdrawn.parser());
  public static final MessageType<DeathNotice> DEATH_NOTICE =
      node(6, "DeathNotice", DeathNotice.parser());
  public static final MessageType<Probe> PROBE = node(7, "Probe", Probe.parser());
  public static final MessageType<Condemned> CONDEMNED = node(8, "Condemned", Condemned.parser());

  public static final MessageType<Batch> BATCH =
      new MessageType<>(20, TrafficKey.SESSION_ATTRIBUTE_EVENTS, "Batch", Batch.parser());
  public static final MessageType<BatchAck> BATCH_ACK =
      new MessageType<>(21, TrafficKey.SESSION_ATTRIBUTE_EVENTS, "BatchAck", BatchAck.parser());
  public static final MessageType<BatchGap> BATCH_GAP = backup(22, "BatchGap", BatchGap.parser());
  public static final MessageType<Fenced> FENCED = backup(23, "Fenced", Fenced.parser());
  public static final MessageType<Install> INSTALL = backup(24, "Install", Install.parser());
  public static final MessageType<InstallAck> INSTALL_ACK =
      backup(25, "InstallAck", InstallAck.parser());
  public static final MessageType<Settled> SETTLED = backup(26, "Settled", Settled.parser());
  public static final MessageType<Retire> RETIRE = backup(27, "Retire", Retire.parser());
  public static final MessageType<RetireAck> RETIRE_ACK =
      backup(28, "RetireAck", RetireAck.parser());
  public static final MessageType<Claim> CLAIM = session(29, "Claim", Claim.parser());
  public static final MessageType<ClaimAnswer> CLAIM_ANSWER =
      session(30, "ClaimAnswer", ClaimAnswer.parser());
  public static final MessageType<Raise> RAISE = session(31, "Raise", Raise.parser());
  public static final MessageType<RaiseAnswer> RAISE_ANSWER =
      session(32, "RaiseAnswer", RaiseAnswer.parser());
  public static final MessageType<LossQuery> LOSS_QUERY =
      session(33, "LossQuery", LossQuery.parser());
  public static final MessageType<LossAnswer> LOSS_ANSWER =
      session(34, "LossAnswer", LossAnswer.parser());
  public static final MessageType<Verify> VERIFY = backup(35, "Verify", Verify.parser());
  public static final MessageType<HandOff> HAND_OFF = session(36, "HandOff", HandOff.parser());

  public static final MessageType<StoreBatch> STORE_BATCH =
      store(40, "StoreBatch", StoreBatch.parser());
  public static final MessageType<StoreRepair> STORE_REPAIR =
      store(41, "StoreRepair", StoreRepair.parser());
  public static final MessageType<StoreStatus> STORE_STATUS =
      store(42, "StoreStatus", StoreStatus.parser());
  public static final MessageType<StorePull> STORE_PULL =
      store(43, "StorePull", StorePull.parser());
  public static final MessageType<StoreChunk> STORE_CHUNK =
      store(44, "StoreChunk", StoreChunk.parser());
  public static final MessageType<StorePullNext> STORE_PULL_NEXT =
      store(45, "StorePullNext", StorePullNext.parser());

  public static final MessageType<TopicBatch> TOPIC_BATCH =
      topic(50, "TopicBatch", TopicBatch.parser());
  public static final MessageType<TopicRepair> TOPIC_REPAIR =
      topic(51, "TopicRepair", TopicRepair.parser());
  public static final MessageType<TopicKept> TOPIC_KEPT =
      topic(52, "TopicKept", TopicKept.parser());

  public static final MessageType<SnapshotRequest> SNAPSHOT_REQUEST =
      rpc(60, "SnapshotRequest", SnapshotRequest.parser());
  public static final MessageType<SnapshotAnswer> SNAPSHOT_ANSWER =
      rpc(61, "SnapshotAnswer", SnapshotAnswer.parser());
  public static final MessageType<RpcRequest> RPC_REQUEST =
      rpc(62, "RpcRequest", RpcRequest.parser());
  public static final MessageType<RpcReply> RPC_REPLY = rpc(63, "RpcReply", RpcReply.parser());
  public static final MessageType<RunTask> RUN_TASK = rpc(64, "RunTask", RunTask.parser());
  public static final MessageType<SessionQuery> SESSION_QUERY =
      rpc(65, "SessionQuery", SessionQuery.parser());
  public static final MessageType<SessionDescription> SESSION_DESCRIPTION =
      rpc(66, "SessionDescription", SessionDescription.parser());
  public static final MessageType<Drain> DRAIN = rpc(67, "Drain", Drain.parser());

  private static <M extends Message> MessageType<M> node(
      int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.APP_NODE, name, parser);
  }

  private static <M extends Message> MessageType<M> backup(
      int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.BACKUP_SYNC_MESSAGES, name, parser);
  }

  private static <M extends Message> MessageType<M> session(
      int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.SESSION_EVENTS, name, parser);
  }

  private static <M extends Message> MessageType<M> store(
      int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.SHARED_STORE, name, parser);
  }

  private static <M extends Message> MessageType<M> rpc(int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.RPC_EXECUTOR, name, parser);
  }

  private static <M extends Message> MessageType<M> topic(
      int number, String name, Parser<M> parser) {
    return new MessageType<>(number, TrafficKey.MESSAGING_SERVICE, name, parser);
  }
}
