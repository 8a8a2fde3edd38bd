package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.session.DocumentRegistry;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The guide's code is code that compiles and does what the guide says. */
class DocumentsGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("documents.md", DocumentsGuide.class);
  }

  @Test
  void aDocumentIsEditedAndReplicated() throws Exception {
    try (var nodes = new GuideNodes("one", "two")) {
      SessionUse use = nodes.node(0).sessions().create(Duration.ofMinutes(30));
      DocumentRegistry documents = DocumentsGuide.register(use.session());
      Document order = DocumentsGuide.edit(documents);
      assertThat(order.getElementsByTagName("item").getLength()).isEqualTo(1);
      DocumentsGuide.editTogether(documents, order);
      assertThat(order.getDocumentElement().getAttribute("items")).isEqualTo("0");
      assertThat(use.commit().get(10, TimeUnit.SECONDS)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      use.close();
    }
  }
}
