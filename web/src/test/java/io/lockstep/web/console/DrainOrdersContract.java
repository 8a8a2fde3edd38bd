package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over HTTP to real nodes to drain. */
abstract class DrainOrdersContract extends OrdersContract {
  @Override
  String anOrder() {
    return "drain";
  }

  @Override
  boolean isObeyed() {
    return drains("a");
  }

  private boolean drains(String node) {
    return node(node).observer().report().join().drain() != null;
  }

  @Test
  void drainsThisServerAndTakesItBack() throws Exception {
    HttpResponse<String> response = send(order("drain"));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"order\":\"drain\"}");
    assertThat(drains("a")).isTrue();
    assertThat(drains("b")).isFalse();
    assertThat(send(order("resume")).body()).isEqualTo("{\"order\":\"resume\"}");
    assertThat(drains("a")).isFalse();
  }

  @Test
  void drainsAnotherServerAndTakesItBack() throws Exception {
    assertThat(send(order("drain?server=b")).statusCode()).isEqualTo(202);
    await().until(() -> drains("b"));
    assertThat(drains("a")).isFalse();
    assertThat(send(order("resume?server=b")).statusCode()).isEqualTo(202);
    await().until(() -> !drains("b"));
  }

  @Test
  void thisServerHasANameToo() throws Exception {
    assertThat(send(order("drain?server=a")).statusCode()).isEqualTo(202);
    assertThat(drains("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain?server=c", "resume?server="})
  void knowsNoOtherServers(String order) throws Exception {
    assertThat(send(order(order)).statusCode()).isEqualTo(404);
    assertThat(drains("a")).isFalse();
  }
}
