package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.Mutation;
import io.lockstep.transport.NodeAddress;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sound envelopes with senseless contents: whatever a handler makes of them, it does not throw. */
class HostileFramesTest {
  private static final class Text implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final SplittableRandom random = new SplittableRandom(5);

  private static List<MessageType<?>> types() throws IllegalAccessException {
    var types = new ArrayList<MessageType<?>>();
    for (Field field : MessageType.class.getFields()) {
      if (field.getType() == MessageType.class) {
        types.add((MessageType<?>) field.get(null));
      }
    }
    return types;
  }

  /** A message with some of its fields set to something. */
  private Message senseless(Message kind, ByteString key) {
    Message.Builder builder = kind.newBuilderForType();
    for (FieldDescriptor field : kind.getDescriptorForType().getFields()) {
      if (random.nextInt(5) == 0) {
        continue;
      }
      if (field.isRepeated()) {
        for (int count = random.nextInt(3); count > 0; count--) {
          builder.addRepeatedField(field, value(builder, field, key));
        }
      } else {
        builder.setField(field, value(builder, field, key));
      }
    }
    return builder.build();
  }

  private Object value(Message.Builder builder, FieldDescriptor field, ByteString key) {
    boolean isKey = field.getName().equals("session") && random.nextInt(3) > 0;
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> random.nextBoolean() ? "" : "text with . and space";
      case BYTE_STRING -> isKey ? key : ByteString.copyFrom(new byte[random.nextInt(20)]);
      case ENUM -> field.getEnumType().getValues().get(0);
      case MESSAGE -> senseless(builder.newBuilderForField(field).buildPartial(), key);
    };
  }

  private long number() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      default -> random.nextInt(1, 4);
    };
  }

  private static byte[] frame(long sender, MessageType<?> type, byte[] payload) {
    return Envelope.newBuilder()
        .setVersion(1)
        .setCluster(new NodeAddress("test", "cluster", "a", "app").clusterHash())
        .setIncarnation(sender)
        .setType(type.number())
        .setPayload(ByteString.copyFrom(payload))
        .build()
        .toByteArray();
  }

  @Test
  void senselessMessagesOfEveryTypeDoNotBreakANode() throws Exception {
    for (MessageType<?> type : types()) {
      var cluster = new VirtualCluster(1, true, new Text());
      Server a = cluster.start("a");
      Server b = cluster.start("b");
      SessionUse use = a.node().sessions().create(Duration.ofMinutes(30));
      use.session().setAttribute("cart", "apples");
      cluster.await(use.commit());
      byte[] id = HexFormat.of().parseHex(use.session().id());
      ByteString key = ByteString.copyFrom(id, 0, 16);
      for (int i = 0; i < 200; i++) {
        byte[] payload = senseless(type.parser().parseFrom(new byte[0]), key).toByteArray();
        if (i % 4 == 0) {
          payload = Mutation.of(payload, random);
        }
        Server victim = i % 2 == 0 ? a : b;
        long sender = i % 3 == 0 ? 99 : (i % 2 == 0 ? b : a).node().id().incarnation();
        victim.transport().inject(frame(sender, type, payload));
        try {
          cluster.pass(Duration.ofMillis(20));
        } catch (RuntimeException e) {
          throw new AssertionError("A handler failed at a " + type.name(), e);
        }
      }
    }
  }

  /** After all that, the nodes find each other again and sessions are replicated. */
  @Test
  void nodeThatWasSentGarbageGoesOn() throws Exception {
    var cluster = new VirtualCluster(1, true, new Text());
    Server a = cluster.start("a");
    cluster.start("b");
    for (int i = 0; i < 500; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      a.transport().inject(garbage);
      a.transport().inject(frame(77, MessageType.BATCH, garbage));
    }
    cluster.pass(Duration.ofSeconds(1));
    SessionUse use = a.node().sessions().create(Duration.ofMinutes(30));
    use.session().setAttribute("cart", "apples");
    assertThat(cluster.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }
}
