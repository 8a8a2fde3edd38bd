package io.lockstep.docs;

import io.lockstep.membership.AppNodeListener;
import io.lockstep.membership.AppNodeManager;
import io.lockstep.membership.ClusterView;
import io.lockstep.membership.Member;
import io.lockstep.web.ServiceManager;
import java.util.Map;

/** The Java of the guide {@code docs/membership.md}, between tags. */
final class MembershipGuide {
  private MembershipGuide() {}

  static ClusterView view() {
    // tag::view[]
    AppNodeManager nodes = ServiceManager.getAppNodeManager();
    ClusterView view = nodes.view();
    // end::view[]
    return view;
  }

  static void show(ClusterView view, Map<String, String> shown) {
    // tag::members[]
    for (Member member : view.members()) {
      shown.put(member.address().server(), member.sessions() + " sessions");
    }
    // end::members[]
  }

  static void listen(AppNodeManager nodes, Map<String, String> shown) {
    // tag::listen[]
    nodes.addListener(
        new AppNodeListener() {
          @Override
          public void joined(Member member, ClusterView now) {
            shown.put(member.address().server(), "there");
          }

          @Override
          public void left(Member member, ClusterView now) {
            shown.remove(member.address().server());
          }
        });
    // end::listen[]
  }
}
