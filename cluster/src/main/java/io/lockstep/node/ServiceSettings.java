package io.lockstep.node;

import io.lockstep.rpc.RpcSettings;
import io.lockstep.store.StoreSettings;
import io.lockstep.topic.TopicSettings;

/** The settings of a node's services, other than sessions. */
record ServiceSettings(StoreSettings stores, TopicSettings topics, RpcSettings rpc) {}
