package io.lockstep.topic;

import io.lockstep.transport.NodeId;

/**
 * A message as a listener gets it.
 *
 * @param topic the name under which it was published
 * @param publisher the life of the server that published it
 * @param number counts the publisher's messages on all topics, from 1
 */
public record TopicMessage<M>(String topic, NodeId publisher, long number, M content) {}
