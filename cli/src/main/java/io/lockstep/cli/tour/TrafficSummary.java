package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.tour.TourRecord.Request;
import java.util.List;
import java.util.Locale;

/** How much the visitors asked, and how fast they were answered. */
final class TrafficSummary {
  private static final int LEAST_RATE = 100;

  private final List<Request> requests;

  TrafficSummary(List<Request> requests) {
    this.requests = requests;
  }

  void tell(Progress progress) {
    long posts = requests.stream().filter(each -> each.method().equals("POST")).count();
    progress.detail("%d requests, %d of them POSTs".formatted(requests.size(), posts));
  }

  boolean isFast() {
    return rate() >= LEAST_RATE;
  }

  void check(Progress progress) {
    progress.detail("POST " + times("POST") + "; GET " + times("GET"));
    progress.check(
        isFast(), String.format(Locale.ROOT, "%d requests/s or more: %.0f", LEAST_RATE, rate()));
  }

  private double rate() {
    return requests.size() / seconds();
  }

  private double seconds() {
    long start = requests.stream().mapToLong(Request::endNs).min().orElse(0);
    long end = requests.stream().mapToLong(Request::endNs).max().orElse(0);
    return Math.max((end - start) / 1e9, 1);
  }

  private Percentiles times(String method) {
    return Percentiles.of(
        requests.stream()
            .filter(each -> each.method().equals(method))
            .map(each -> each.duration().toNanos())
            .toList());
  }
}
