package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lockstep.wire.proto.SessionContent;
import io.lockstep.wire.proto.SessionContentOrBuilder;
import io.lockstep.wire.proto.WireSessionOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentDigestTest {
  private static SessionContent.Builder content() {
    return SessionContent.newBuilder()
        .setSequence(4)
        .setCreatedMs(1)
        .setMaxInactiveMs(2)
        .setNonce(3)
        .putAttributes("cart", ByteString.copyFromUtf8("apples"))
        .putAttributes("colour", ByteString.copyFromUtf8("red"));
  }

  private static long digest(SessionContentOrBuilder content) {
    return ContentDigest.of(new ContentDigest.Subject(content, new TreeMap<>()));
  }

  private static SessionContent.Builder with(String name, String value) {
    return content().putAttributes(name, ByteString.copyFromUtf8(value));
  }

  @Test
  void contentThatIsTheSameHasTheSameWhoeverHoldsItAndWhenItWasUsed() {
    SessionContent other =
        content()
            .clearAttributes()
            .putAttributes("colour", ByteString.copyFromUtf8("red"))
            .putAttributes("cart", ByteString.copyFromUtf8("apples"))
            .setAccessAgeMs(7)
            .setOwner(8)
            .addCopies(9)
            .build();
    assertThat(digest(other)).isEqualTo(digest(content()));
  }

  @Test
  void whateverElseDiffersHasAnother() {
    List<Long> digests =
        Stream.of(
                content(),
                content().setCreatedMs(9),
                content().setMaxInactiveMs(9),
                content().setNonce(9),
                content().setEnded(true),
                content().setOptions(WireSessionOptions.newBuilder().setTracksChanges(true)),
                content().removeAttributes("colour"),
                with("cart", "applet"),
                with("cart", "red").putAttributes("colour", ByteString.copyFromUtf8("apples")),
                with("cart", "apple").putAttributes("scolour", ByteString.copyFromUtf8("red")),
                with("", ""),
                with("a", ""),
                with("", "a"))
            .map(ContentDigestTest::digest)
            .toList();
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void documentsCountWithTheirNames() {
    List<Map<String, Long>> documents =
        List.of(
            Map.of(), Map.of("a", 1L), Map.of("a", 2L), Map.of("b", 1L), Map.of("a", 1L, "b", 1L));
    assertThat(
            documents.stream()
                .map(each -> new ContentDigest.Subject(content(), new TreeMap<>(each)))
                .map(ContentDigest::of))
        .doesNotHaveDuplicates();
  }
}
