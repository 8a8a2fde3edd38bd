package io.lockstep.config;

import static io.lockstep.config.ValueTypes.ADDRESS_PART;
import static io.lockstep.config.ValueTypes.CLASS_NAME;
import static io.lockstep.config.ValueTypes.FLAG;
import static io.lockstep.config.ValueTypes.LIST;
import static io.lockstep.config.ValueTypes.NOT_EMPTY;
import static io.lockstep.config.ValueTypes.POSITIVE_TIME;
import static io.lockstep.config.ValueTypes.TEXT;
import static io.lockstep.config.ValueTypes.TIME;
import static io.lockstep.config.ValueTypes.choice;
import static io.lockstep.config.ValueTypes.number;
import static io.lockstep.config.ValueTypes.text;

import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import io.lockstep.transport.NodeAddress;
import java.time.Duration;
import java.util.List;

/** The settings that there is one of; their elements are below {@code <server>}. */
final class Catalogue {
  /** Where backups may be placed. */
  enum MachineIdPolicy {
    PREFER,
    REQUIRE
  }

  /** Who may see the console. */
  enum ConsoleAccess {
    LOOPBACK,
    ANY
  }

  private static final String NODES = "clustering/app-node-manager/";
  private static final String ASSIGNMENT = "clustering/backup-assignment-manager/";
  private static final String REPOSITORY = "clustering/backup-repository-manager/";
  private static final String SYNCHRONIZATION = "clustering/backup-synchronization-manager/";

  static final Setting<Boolean> CLUSTERING =
      Setting.of(
          "clustering",
          "clustering/@enabled",
          FLAG,
          "true",
          "whether the node looks for others; without it, it uses the memory transport and is alone."
              + " A file that does not say so means `false`");
  static final Setting<Boolean> FAILOVER =
      Setting.computed(
          "failover",
          "clustering/@failover",
          FLAG,
          "as `lockstep.clustering`",
          "whether this node's sessions have backups, and whether it holds those of other nodes; not"
              + " without clustering. A file that does not say so means `false`");
  static final Setting<String> DOMAIN =
      Setting.computed(
          "domain",
          "clustering/domain",
          ADDRESS_PART,
          "the machine's localhost address, with dashes",
          "first part of the node's address; servers on several machines must set the same");
  static final Setting<String> CLUSTER =
      Setting.of(
          "cluster",
          "clustering/cluster",
          ADDRESS_PART,
          "lockstep",
          "nodes of one domain, cluster and application form one cluster");
  static final Setting<String> SERVER =
      Setting.computed(
          "server",
          "clustering/server",
          text(
              ADDRESS_PART.name(),
              ADDRESS_PART.allowed() + "; left out, it is generated",
              NodeAddress::isPart),
          "host name and random digits",
          "unique among the live nodes; best left out of a file that all servers get");
  static final Setting<String> APPLICATION =
      Setting.computed(
          "application",
          "clustering/application",
          ADDRESS_PART,
          "the context path; `app` without one",
          "the same on every server of the application");
  static final Setting<Duration> HEARTBEAT_PERIOD =
      Setting.of(
          "heartbeat-period",
          NODES + "heartbeat-period",
          POSITIVE_TIME,
          "5 sec",
          "how often a node says that it lives");
  static final Setting<Integer> MAX_MISSED_HEARTBEATS =
      Setting.of(
          "max-missed-heartbeats",
          NODES + "max-missed-heartbeats",
          number(1, Integer.MAX_VALUE),
          "10",
          "after how many missed ones it is suspected");
  static final Setting<Duration> SYNCHRONIZATION_DELAY =
      Setting.of(
          "cluster-synchronization-delay",
          NODES + "cluster-synchronization-delay",
          TIME,
          "10 sec",
          "how long a starting node waits at the most for the others' answers");
  static final Setting<String> MACHINE_ID =
      Setting.computed(
          "machine-id",
          NODES + "machine-id",
          NOT_EMPTY,
          "generated from host name and network cards",
          "where the node runs: backups go to another one");
  static final Setting<String> BACKUP_SELECTOR =
      Setting.of(
          "backup-selector",
          ASSIGNMENT + "backup-selector/@class",
          CLASS_NAME,
          BackupSettings.LEAST_LOADED,
          "picks the node that backs a session up: `least-loaded`, or a class of the application"
              + " ([guide](backups.md#which-node-holds-a-backup))");
  static final Setting<Duration> BACKUP_SESSION_TASK_PERIOD =
      Setting.of(
          "backup-session-task-period",
          ASSIGNMENT + "backup-session-task-period",
          POSITIVE_TIME,
          "1 min",
          "how often sessions without a backup are looked after");
  static final Setting<Duration> BACKUP_VERIFICATION_TASK_PERIOD =
      Setting.of(
          "backup-verification-task-period",
          ASSIGNMENT + "backup-verification-task-period",
          POSITIVE_TIME,
          "5 min",
          "how often sessions are compared with their backups");
  static final Setting<String> BACKUP_STORE =
      Setting.of(
          "backup-store",
          REPOSITORY + "backup-store/@class",
          CLASS_NAME,
          BackupSettings.IN_MEMORY,
          "keeps the attributes of the backups here: `memory`, `direct-memory`, or a class of the"
              + " application ([guide](backups.md#where-backups-are-kept))");
  static final Setting<Duration> BACKUP_CLEANUP_PERIOD =
      Setting.of(
          "backup-cleanup-period",
          REPOSITORY + "backup-cleanup-period",
          POSITIVE_TIME,
          "5 min",
          "how often backups that nobody needs are looked for");
  static final Setting<Duration> RESEND_TASK_PERIOD =
      Setting.of(
          "resend-task-period",
          SYNCHRONIZATION + "resend-task-period",
          POSITIVE_TIME,
          "30 sec",
          "how often an owner looks for backups that lack something; gaps are closed at once besides");
  static final Setting<Duration> REQUEST_TASK_PERIOD =
      Setting.of(
          "request-task-period",
          SYNCHRONIZATION + "request-task-period",
          POSITIVE_TIME,
          "30 sec",
          "how often a backup asks again for what it lacks; gaps are closed at once besides");
  static final Setting<String> TRANSPORT =
      Setting.of(
          "transport",
          "messaging/default-messaging-factory/@class",
          TransportKinds.NAMED,
          "memory",
          "carries the keys that no instance names; a file that does not say so means `udp`");
  static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.of(
          "request-timeout",
          "messaging/request-timeout",
          POSITIVE_TIME,
          "15 sec",
          "how long a node waits for another one's answer to a call");
  static final Setting<Boolean> ENABLED =
      Setting.of(
          "enabled",
          "lockstep/enabled",
          FLAG,
          "true",
          "`false`: the filter is not installed, no node starts");
  static final Setting<String> VERSION =
      Setting.of(
          "version",
          "lockstep/version",
          TEXT,
          "",
          "the application's version; a session prefers a backup of its own");
  static final Setting<String> SECRET =
      Setting.computed(
          "secret",
          "lockstep/secret",
          NOT_EMPTY,
          "derived from the cluster's name, with a warning",
          "keys the check in session ids; the same on every server");
  static final Setting<Replication> REPLICATION =
      Setting.of(
          "replication",
          "lockstep/replication",
          choice(Replication.class),
          "acknowledged",
          "`acknowledged`: a response waits until the backups have its changes; `async`: it does"
              + " not");
  static final Setting<WhenUnavailable> WHEN_UNAVAILABLE =
      Setting.of(
          "when-unavailable",
          "lockstep/when-unavailable",
          choice(WhenUnavailable.class),
          "proceed",
          "what becomes of a call whose changes no backup has: `proceed`, told as `unprotected`, or"
              + " `fail` with 503");
  static final Setting<NonSerializable> NON_SERIALIZABLE =
      Setting.of(
          "non-serializable",
          "lockstep/non-serializable",
          choice(NonSerializable.class),
          "error",
          "an attribute that cannot be replicated: `error`, or `local`: it stays on its server");
  static final Setting<Duration> BACKUP_ACK_TIMEOUT =
      Setting.of(
          "backup-ack-timeout",
          "lockstep/backup-ack-timeout",
          POSITIVE_TIME,
          "2 sec",
          "a backup that did not acknowledge for so long is replaced; one second longer for each 4"
              + " MB on their way to it, five at most");
  static final Setting<Integer> BACKUPS =
      Setting.of(
          "backups", "lockstep/backups", number(1, 8), "1", "how many backups each session gets");
  static final Setting<MachineIdPolicy> MACHINE_ID_POLICY =
      Setting.of(
          "machine-id-policy",
          "lockstep/machine-id-policy",
          choice(MachineIdPolicy.class),
          "prefer",
          "`prefer`: with no other machine, the same one serves; `require`: then there is no backup");
  static final Setting<String> SERIALIZATION =
      Setting.of(
          "serialization",
          "lockstep/serialization",
          text(
              "jdk, fory, or a provider's name",
              "jdk, fory, or the name of a provider, of lower-case letters, digits and dashes",
              name -> name.matches("[a-z][a-z0-9-]{0,63}")),
          LockstepSettings.JDK_SERIALIZATION,
          "what turns objects into bytes: the JDK, or with `lockstep-codec-fory` Apache Fory; the same"
              + " on every server");
  static final Setting<List<String>> ALLOWED_PACKAGES =
      Setting.of(
          "allowed-packages",
          "lockstep/allowed-packages",
          LIST,
          "",
          "packages (with sub-packages) and classes that may be replicated, besides the JDK's plain"
              + " types");
  static final Setting<List<String>> ALLOWED_PRESETS =
      Setting.of(
          "allowed-presets",
          "lockstep/allowed-presets",
          LIST,
          "",
          "the same for frameworks, by name");
  static final Setting<List<String>> TRACKED_TYPES =
      Setting.of(
          "tracked-types",
          "lockstep/tracked-types",
          LIST,
          "",
          "classes, and packages with their sub-packages, of attributes that are found when they were"
              + " changed in place; `*` for all");
  static final Setting<Duration> PASSIVATE_AFTER =
      Setting.of(
          "passivate-after",
          "lockstep/passivate-after",
          TIME,
          "0 sec",
          "the attributes of a session that nobody used for so long are kept as bytes alone, which"
              + " about halves its memory, until somebody asks for them; 0: never");
  static final Setting<String> COOKIE_NAME =
      Setting.of(
          "cookie.name",
          "lockstep/cookie-name",
          text(
              "name",
              "a name of letters, digits, - and _, at most 64, and not JSESSIONID",
              name -> name.matches("[A-Za-z0-9_-]{1,64}") && !name.equalsIgnoreCase("JSESSIONID")),
          "LOCKSTEP",
          "the session cookie's name; never `JSESSIONID`");
  static final Setting<String> ROUTE =
      Setting.of(
          "route",
          "lockstep/route",
          text(
              "name",
              "a name of letters, digits, - and _, at most 64; or nothing",
              name -> name.matches("[A-Za-z0-9_-]{0,64}")),
          "",
          "what follows the id in the cookie as `.route`, for balancers that go by it");
  static final Setting<List<String>> LISTENERS =
      Setting.of(
          "listeners",
          "lockstep/listeners",
          LIST,
          "",
          "classes of session listeners that get an instance from Lockstep");
  static final Setting<Boolean> LEVEL_HEADER =
      Setting.of(
          "level-header",
          "lockstep/level-header",
          FLAG,
          "false",
          "responses tell the level reached in the header `Lockstep-Level`");
  static final Setting<Boolean> CONSOLE =
      Setting.of("console", "lockstep/console", FLAG, "true", "whether the console is served");
  static final Setting<ConsoleAccess> CONSOLE_ACCESS =
      Setting.of(
          "console.access",
          "lockstep/console-access",
          choice(ConsoleAccess.class),
          "loopback",
          "who may see the console");
  static final Setting<String> DEMO_CONTROL =
      Setting.of(
          "demo.control",
          "lockstep/demo-control",
          text(
              "path",
              "a path on this server, such as /demo/",
              path -> path.matches("|/([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]*")),
          "",
          "the demo's: the path of its kill and start buttons");

  /** Those of the document, in its order. */
  static final List<Setting<?>> OF_THE_DOCUMENT =
      List.of(
          CLUSTERING,
          FAILOVER,
          DOMAIN,
          CLUSTER,
          SERVER,
          APPLICATION,
          HEARTBEAT_PERIOD,
          MAX_MISSED_HEARTBEATS,
          SYNCHRONIZATION_DELAY,
          MACHINE_ID,
          BACKUP_SELECTOR,
          BACKUP_SESSION_TASK_PERIOD,
          BACKUP_VERIFICATION_TASK_PERIOD,
          BACKUP_STORE,
          BACKUP_CLEANUP_PERIOD,
          RESEND_TASK_PERIOD,
          REQUEST_TASK_PERIOD,
          TRANSPORT,
          REQUEST_TIMEOUT);

  /** Those of sessions and the web application. */
  static final List<Setting<?>> OF_LOCKSTEP =
      List.of(
          ENABLED,
          SECRET,
          VERSION,
          REPLICATION,
          WHEN_UNAVAILABLE,
          BACKUP_ACK_TIMEOUT,
          BACKUPS,
          MACHINE_ID_POLICY,
          NON_SERIALIZABLE,
          SERIALIZATION,
          ALLOWED_PACKAGES,
          ALLOWED_PRESETS,
          TRACKED_TYPES,
          PASSIVATE_AFTER,
          COOKIE_NAME,
          ROUTE,
          LISTENERS,
          LEVEL_HEADER,
          CONSOLE,
          CONSOLE_ACCESS,
          DEMO_CONTROL);

  /** Those that say how sessions are backed up: without failover they are not. */
  static final List<Setting<?>> OF_FAILOVER =
      List.of(REPLICATION, WHEN_UNAVAILABLE, BACKUP_ACK_TIMEOUT, BACKUPS, MACHINE_ID_POLICY);

  private Catalogue() {}
}
