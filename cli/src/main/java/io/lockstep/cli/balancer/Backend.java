package io.lockstep.cli.balancer;

/**
 * A server behind a balancer.
 *
 * @param name the server's, and the route to it
 * @param port its loopback port
 */
public record Backend(String name, int port) {}
