package io.lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTypeTest {
  private static List<MessageType<?>> all() throws IllegalAccessException {
    var all = new ArrayList<MessageType<?>>();
    for (Field field : MessageType.class.getFields()) {
      if (field.getType() == MessageType.class) {
        all.add((MessageType<?>) field.get(null));
      }
    }
    return all;
  }

  @Test
  void noTwoTypesShareANumberOrAName() throws Exception {
    assertThat(all()).extracting(MessageType::number).doesNotHaveDuplicates();
    assertThat(all()).extracting(MessageType::name).doesNotHaveDuplicates();
  }

  @Test
  void everyTypeIsNamedAfterTheMessageItsParserReads() throws Exception {
    for (MessageType<?> type : all()) {
      assertThat(type.parser().parseFrom(new byte[0]).getDescriptorForType().getName())
          .isEqualTo(type.name());
    }
  }

  /** Numbers are never reused: this list only grows. */
  @Test
  void numbersInUseStayWhatTheyWere() throws Exception {
    assertThat(all().stream().map(type -> type.number() + " " + type.name()).toList())
        .containsAll(
            Arrays.asList(
                "1 Heartbeat",
                "2 Leave",
                "3 DeathProposal",
                "4 DeathVote",
                "5 DeathProposalWithdrawn",
                "6 DeathNotice",
                "7 Probe",
                "20 Batch",
                "21 BatchAck",
                "22 BatchGap",
                "23 Fenced",
                "24 Install",
                "25 InstallAck",
                "26 Settled",
                "27 Retire",
                "28 RetireAck",
                "29 Claim",
                "30 ClaimAnswer",
                "31 Raise",
                "32 RaiseAnswer",
                "33 LossQuery",
                "34 LossAnswer",
                "40 StoreBatch",
                "41 StoreRepair",
                "42 StoreStatus",
                "43 StorePull",
                "44 StoreChunk",
                "45 StorePullNext",
                "50 TopicBatch",
                "51 TopicRepair",
                "52 TopicKept",
                "60 SnapshotRequest",
                "61 SnapshotAnswer",
                "62 RpcRequest",
                "63 RpcReply"));
  }
}
