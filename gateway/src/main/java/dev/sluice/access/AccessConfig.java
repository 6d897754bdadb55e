package dev.sluice.access;

/**
 * Who may call.
 *
 * @param beyondLoopback open mode on an address that other machines reach
 */
public record AccessConfig(boolean beyondLoopback) {}
