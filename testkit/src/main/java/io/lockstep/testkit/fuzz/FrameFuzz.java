package io.lockstep.testkit.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Gives hostile bytes to whole nodes, one after the other, by the way that a transport takes:
 * noise, damaged frames and messages out of the golden ones and out of what nodes really send,
 * messages with senseless values, parts that contradict each other, and damaged objects for the
 * codec with its allow-list.
 *
 * <p>What one input may cost is stated by {@link #mostBytes}. An input that makes anything throw,
 * or costs more, is a violation; but what it does not cost again when it is given once more is
 * counted apart, and may be {@link #MOST_BYTES_ONCE}: what the virtual machine loads, and tables
 * that grow. Not thread-safe, but for {@link FuzzReport#current}.
 */
public final class FrameFuzz {
  /** How many bytes an input may cost when it does so once only. */
  public static final long MOST_BYTES_ONCE = 8L * 1024 * 1024;

  private static final int INPUTS_PER_NODE = 2_000;
  private static final long BYTES_PER_INPUT = 1024L * 1024;
  private static final long BYTES_PER_BYTE = 512;
  private static final int MOST_NOISE = 400;
  private static final int MOST_PARTS = 4_200;

  private final SplittableRandom random;
  private final Damage damage;
  private final Senseless senseless;
  private final List<GoldenMessage> golden;
  private final List<byte[]> objects = new ArrayList<>();
  private final JdkAttributeCodec codec = FuzzedNode.codec();
  private final FuzzReport report = new FuzzReport();
  private FuzzedNode node;
  private List<Envelope> real;

  /**
   * Inputs that follow from the seed.
   *
   * @param golden the folder with the golden messages
   * @throws IOException when they cannot be read
   */
  public FrameFuzz(long seed, Path golden) throws IOException {
    random = new SplittableRandom(seed);
    damage = new Damage(random.split());
    senseless = new Senseless(random.split());
    this.golden = GoldenMessage.all(golden);
    FuzzedNode.objects().forEach(object -> objects.add(codec.serialize("object", object)));
    node = new FuzzedNode(random.nextLong());
    real = envelopes(node.frames());
  }

  private static List<Envelope> envelopes(List<byte[]> frames) {
    var envelopes = new ArrayList<Envelope>();
    for (byte[] frame : frames) {
      try {
        envelopes.add(Envelope.parseFrom(frame));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("A node sent what is no frame", e);
      }
    }
    return envelopes;
  }

  /** How many bytes of memory an input of so many bytes may cost, what it causes included. */
  public static long mostBytes(int inputBytes) {
    return BYTES_PER_INPUT + BYTES_PER_BYTE * inputBytes;
  }

  /** What has come out so far. */
  public FuzzReport report() {
    return report;
  }

  /** Gives so many more inputs. */
  public void run(long inputs) {
    for (long i = 0; i < inputs; i++) {
      if (report.inputs() % INPUTS_PER_NODE == INPUTS_PER_NODE - 1) {
        renew();
      }
      next();
    }
    renew();
  }

  /** What nodes are told stays with them; a fresh one has heard nothing yet. */
  private void renew() {
    report.counted(node.counters());
    node = new FuzzedNode(random.nextLong());
    real = envelopes(node.frames());
  }

  private void next() {
    switch (random.nextInt(10)) {
      case 0 -> receive("noise", damage.noise(MOST_NOISE));
      case 1 -> receive("damaged frame", damage.of(any(), any()));
      case 2 -> receive("part", part());
      case 3, 4 -> read(damage.of(any(objects), any(objects)));
      case 5, 6 -> receive("damaged message", message());
      default -> receive("senseless message", senseless());
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private byte[] any() {
    return envelope().build().toByteArray();
  }

  /** A sound one: out of the golden ones, or one that a node has sent. */
  private Envelope.Builder envelope() {
    if (random.nextInt(3) > 0) {
      return any(real).toBuilder().setIncarnation(sender().incarnation());
    }
    GoldenMessage message = any(golden);
    return Envelope.newBuilder()
        .setVersion(1)
        .setCluster(FuzzedNode.ADDRESS.clusterHash())
        .setSender(FuzzedNode.ADDRESS.hashCode())
        .setIncarnation(sender().incarnation())
        .setKey(message.type().key())
        .setType(message.type().number())
        .setPayload(message.bytes());
  }

  /** Mostly the neighbour, whose every word counts. */
  private NodeId sender() {
    int lot = random.nextInt(10);
    if (lot == 0) {
      return node.id();
    }
    return lot < 7 ? node.neighbour() : new NodeId(random.nextLong() | 1);
  }

  /** A sound envelope around a damaged message. */
  private byte[] message() {
    Envelope.Builder envelope = envelope();
    byte[] other = envelope().getPayload().toByteArray();
    byte[] damaged = damage.of(envelope.getPayload().toByteArray(), other);
    return envelope
        .clearPart()
        .setPayload(UnsafeByteOperations.unsafeWrap(damaged))
        .build()
        .toByteArray();
  }

  /** A sound envelope around a message that is read without fault. */
  private byte[] senseless() {
    Envelope.Builder envelope = envelope();
    GoldenMessage golden = golden(envelope.getType());
    try {
      Message sound = golden.type().parser().parseFrom(envelope.getPayload());
      return envelope
          .clearPart()
          .setPayload(senseless.of(sound).toByteString())
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("What was to be sound is not", e);
    }
  }

  private GoldenMessage golden(int type) {
    return golden.stream()
        .filter(message -> message.type().number() == type)
        .findFirst()
        .orElseThrow();
  }

  private byte[] part() {
    Envelope.Builder envelope = envelope();
    int size = envelope.getPayload().size();
    return envelope
        .setPart(
            Part.newBuilder()
                .setMessage(random.nextInt(4))
                .setIndex(random.nextInt(3))
                .setCount(random.nextInt(4) > 0 ? 2 : random.nextInt(MOST_PARTS))
                .setTotalBytes(random.nextBoolean() ? 2 * size : random.nextInt()))
        .build()
        .toByteArray();
  }

  private void receive(String kind, byte[] frame) {
    report.measure(kind, frame, () -> node.receive(frame));
  }

  private void read(byte[] object) {
    report.measure(
        "damaged object",
        object,
        () -> {
          try {
            Object unused = codec.deserialize("object", object);
            report.counted(Map.of("objects read", 1L));
          } catch (AttributeUnreadableException refused) {
            report.counted(Map.of("objects refused", 1L));
          }
        });
  }
}
