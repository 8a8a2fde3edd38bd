package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The thread on which the console asks and waits. */
class ClusterFeedTest {
  private static final class Silent implements NodeObserver {
    @Override
    public CompletableFuture<NodeReport> report() {
      return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<List<NodeReport>> clusterReport() {
      return new CompletableFuture<>();
    }
  }

  @Test
  void aReportThatDoesNotComeFailsInTime() {
    try (var feed = new ClusterFeed(new Silent())) {
      CompletableFuture<NodeReport> report = feed.inTime(new Silent().report());
      assertThatThrownBy(() -> report.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @RepeatedTest(100)
  void noThreadKeepsTheApplicationsClassLoaderOnceTheFeedIsClosed() throws Exception {
    try (var application = new URLClassLoader(new URL[0])) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application);
      try (var feed = new ClusterFeed(new Silent())) {
        var unused = feed.inTime(new Silent().report());
        assertThat(threadsOf(application)).isEqualTo(2);
      } finally {
        thread.setContextClassLoader(before);
      }
      assertThat(threadsOf(application)).isZero();
    }
  }

  private static long threadsOf(ClassLoader application) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> application.equals(thread.getContextClassLoader()))
        .count();
  }
}
