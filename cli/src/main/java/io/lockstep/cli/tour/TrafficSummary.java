package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.tour.TourRecord.Request;
import java.util.List;
import java.util.Locale;

/** How much the visitors asked, and how fast they were answered, before anything went wrong. */
final class TrafficSummary {
  private static final int LEAST_RATE = 100;

  private final List<Request> requests;

  TrafficSummary(List<Request> requests) {
    this.requests = requests;
  }

  void tell(int visitors, Progress progress) {
    long posts = requests.stream().filter(each -> each.method().equals("POST")).count();
    long failed = requests.stream().filter(each -> each.failure() != null).count();
    double rate = requests.size() / seconds();
    progress.line(
        "2  with Lockstep: %d visitors filled their carts with %d requests, %d of them POSTs"
            .formatted(visitors, requests.size(), posts));
    progress.detail(
        String.format(
            Locale.ROOT, "%.0f requests/s; POST %s; GET %s", rate, times("POST"), times("GET")));
    progress.check(
        rate >= LEAST_RATE,
        String.format(Locale.ROOT, "%d requests/s or more: %.0f", LEAST_RATE, rate));
    progress.check(failed == 0, "no request failed before the kill: " + failed + " failed");
  }

  private double seconds() {
    long start = requests.stream().mapToLong(Request::startNs).min().orElse(0);
    long end = requests.stream().mapToLong(Request::endNs).max().orElse(0);
    return Math.max((end - start) / 1e9, 0.001);
  }

  private Percentiles times(String method) {
    return Percentiles.of(
        requests.stream()
            .filter(each -> each.method().equals(method))
            .map(each -> each.duration().toNanos())
            .toList());
  }
}
