package io.lockstep.node;

import io.lockstep.rpc.RpcSettings;
import io.lockstep.session.BackupManagement;
import io.lockstep.store.StoreSettings;
import io.lockstep.topic.TopicSettings;

/** The settings of a node's services, other than what all nodes have to say of sessions. */
record ServiceSettings(
    BackupManagement backups, StoreSettings stores, TopicSettings topics, RpcSettings rpc) {}
