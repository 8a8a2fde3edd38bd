package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over HTTP, of whatever kind: who may give them, and how. */
abstract class OrdersContract extends ConsoleRequests {
  /** One for the node that is asked. */
  abstract String anOrder();

  /** Whether that one was carried out. */
  abstract boolean isObeyed();

  HttpRequest.Builder unmarked(String order) {
    return request(order).POST(BodyPublishers.noBody());
  }

  HttpRequest.Builder order(String order) {
    return unmarked(order).header("X-Lockstep-Console", "1");
  }

  @Test
  void takesNoOrderWithoutTheHeaderThatFormsCannotSend() throws Exception {
    assertThat(send(unmarked(anOrder())).statusCode()).isEqualTo(403);
    assertThat(isObeyed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site",
    "Origin,http://example.com",
    "Origin,null",
    "X-Forwarded-For,203.0.113.9"
  })
  void takesNoOrderFromElsewhere(String header, String value) throws Exception {
    assertThat(send(order(anOrder()).header(header, value)).statusCode()).isEqualTo(403);
    assertThat(isObeyed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void ordersAreNotRead(String method) throws Exception {
    HttpResponse<String> response = send(order(anOrder()).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    assertThat(isObeyed()).isFalse();
  }
}
